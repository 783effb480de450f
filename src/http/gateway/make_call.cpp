#include "http/gateway/make_call.hpp"

#include "http/gateway/caller_access.hpp"

#include <charconv>
#include <chrono>
#include <optional>
#include <utility>

namespace bellwether::http {

namespace {

using std::chrono::milliseconds;

/// How long the caller gives this call: what its header says, else the
/// settings. Nothing if the header is no such number.
std::optional<milliseconds> timeout_of(const request_context& at) {
  constexpr std::int64_t longest = 3'600'000;
  const auto& request = at.who.request();
  const auto found = request.find("x-bellwether-timeout-ms");
  if (found == request.end())
    return at.with.settings->requests.timeout;
  const std::string_view text = found->value();
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stopped != end || value < 1 || value > longest)
    return std::nullopt;
  return milliseconds{value};
}

} // namespace

std::int64_t unix_now() {
  using namespace std::chrono;
  return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

std::variant<received_call, reply> make_call(request_context& at,
                                             std::string body,
                                             domain::request_facts facts) {
  const auto timeout = timeout_of(at);
  if (!timeout)
    return error_reply(400, {.message = "the header x-bellwether-timeout-ms "
                                        "takes a whole number of milliseconds "
                                        "from 1 to 3600000",
                             .param = "x-bellwether-timeout-ms",
                             .code = "invalid_value"});
  if (auto refusal = at.with.access->admit(at.sender, facts.model, at.received))
    return std::move(*refusal);
  return received_call{.body = std::move(body),
                       .facts = std::move(facts),
                       .sender = std::move(at.sender),
                       .id = at.id,
                       .created = unix_now(),
                       .received = at.received,
                       .timeout = *timeout};
}

reply refuse(const providers::request_problem& wrong) {
  return error_reply(
      400,
      {.message = wrong.message, .param = wrong.param, .code = wrong.code});
}

} // namespace bellwether::http
