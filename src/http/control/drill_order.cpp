#include "http/control/body_fields.hpp"
#include "http/control/drill_json.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace bellwether::http {

namespace {

constexpr double longest_seconds = 3'600;
constexpr double longest_delay_ms = 600'000;

const std::vector<std::string> fields{"provider", "fault", "share_percent",
                                      "for_seconds", "delay_ms"};
const std::vector<std::string> faults{"refuse", "hang", "slow",   "500",
                                      "429",    "cut",  "garbage"};
constexpr const char* example =
    R"({"provider": "NAME", "fault": "refuse", "for_seconds": 60})";

std::chrono::milliseconds milliseconds(double count) {
  return std::chrono::milliseconds{std::llround(count)};
}

} // namespace

std::variant<domain::drill_order, control_error> parse_drill_order(
    std::string_view body, const std::vector<std::string>& providers) try {
  const body_fields from{body, fields, example};
  domain::drill_order out;
  const auto provider = from.word("provider", providers);
  out.provider = static_cast<std::size_t>(std::ranges::find(providers, provider)
                                          - providers.begin());
  // 500 and 429 are easily written without quotes.
  out.fault = domain::parse_drill_fault(from.word("fault", faults))
                  .value_or(domain::drill_fault::refuse);
  out.share = from.number("share_percent", 100, 0.01, 100) / 100;
  out.length =
      milliseconds(from.number("for_seconds", 60, 1, longest_seconds) * 1e3);
  out.delay = milliseconds(from.number("delay_ms", 2'000, 1, longest_delay_ms));
  return out;
} catch (const wrong_field& wrong) {
  return wrong.error;
}

} // namespace bellwether::http
