#include "http/gateway/call_timeout.hpp"

#include <charconv>

namespace bellwether::http {

std::variant<std::chrono::milliseconds, reply> call_timeout(
    const request_context& at) {
  constexpr std::string_view header = "x-bellwether-timeout-ms";
  constexpr std::int64_t longest = 3'600'000;
  const auto& request = at.who.request();
  const auto found = request.find(header);
  if (found == request.end())
    return at.with.settings->requests.timeout;
  const std::string_view text = found->value();
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stopped != end || value < 1 || value > longest)
    return error_reply(400, {.message = "the header x-bellwether-timeout-ms "
                                        "takes a whole number of milliseconds "
                                        "from 1 to 3600000",
                             .param = "x-bellwether-timeout-ms",
                             .code = "invalid_value"});
  return std::chrono::milliseconds{value};
}

} // namespace bellwether::http
