#include "alerts/verdict.hpp"
#include "fuzz/require.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using bellwether::fuzz::require;
using namespace bellwether::alerts;

/// What stands before the line end, which is taken too.
std::string next_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  const std::string out{rest.substr(0, end)};
  rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  return out;
}

void check(const verdict& out) {
  constexpr std::size_t longest = 500;
  require(out.why.size() <= longest);
  require(out.why.find('\n') == out.why.npos);
  // Throws if it is not UTF-8.
  (void)nlohmann::json(out.why).dump();
  require(!out.pause || out.what == verdict::kind::again);
  if (out.pause)
    require(out.pause->count() >= 0 && *out.pause <= std::chrono::hours{24});
}

} // namespace

/// Whatever a sink answers, it is judged, and what is shown of it is short
/// text. The input: two bytes of status, lines with Retry-After and a problem,
/// the body.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's own name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  using bellwether::settings::sink_kind;
  constexpr std::size_t head = 2;
  if (size < head)
    return 0;
  sink_answer answer;
  answer.status = bytes[0] * 10 + bytes[1] % 10;
  std::string_view rest{reinterpret_cast<const char*>(bytes) + head,
                        size - head};
  if (auto text = next_line(rest); !text.empty())
    answer.retry_after = std::move(text);
  answer.problem = next_line(rest);
  answer.body = rest;
  for (const auto kind :
       {sink_kind::slack, sink_kind::pagerduty, sink_kind::webhook,
        sink_kind::teams, sink_kind::discord, sink_kind::email})
    check(judge(kind, answer));
  return 0;
}
