#include "http/control/alert_orders.hpp"

#include "http/control/body_fields.hpp"

#include <chrono>
#include <cmath>

namespace bellwether::http {

namespace {

constexpr std::size_t longest_text = 200;
constexpr double most_minutes = 30.0 * 24 * 60;

std::vector<std::string> rule_names() {
  std::vector<std::string> out;
  for (const auto rule : domain::all_alert_rules())
    out.emplace_back(to_string(rule));
  return out;
}

} // namespace

std::variant<std::string, control_error> parse_acknowledgement(
    std::string_view body) try {
  const body_fields from{body, {"by"}, R"({"by": "ada"})"};
  return from.text("by", longest_text).value_or("somebody");
} catch (const wrong_field& wrong) {
  return wrong.error;
}

std::variant<std::string, control_error> parse_sink_name(
    std::string_view body) try {
  const body_fields from{body, {"sink"}, R"({"sink": "NAME"})"};
  auto name = from.text("sink", longest_text);
  if (!name)
    body_fields::refuse("sink", "is missing; GET /alerts lists all sinks");
  return *std::move(name);
} catch (const wrong_field& wrong) {
  return wrong.error;
}

std::variant<domain::silence, control_error> parse_silence(
    std::string_view body, domain::wall_time now) try {
  const body_fields from{
      body,
      {"rule", "entity", "minutes", "reason"},
      R"({"rule": "provider_down", "entity": "openai", "minutes": 60})"};
  domain::silence out;
  if (from.has("rule"))
    out.rule = domain::parse_alert_rule(from.word("rule", rule_names()));
  out.entity = from.text("entity", longest_text).value_or("");
  out.reason = from.text("reason", longest_text).value_or("");
  out.from = now;
  constexpr double an_hour = 60;
  out.until = now
              + std::chrono::minutes{std::llround(
                  from.number("minutes", an_hour, 1, most_minutes))};
  return out;
} catch (const wrong_field& wrong) {
  return wrong.error;
}

} // namespace bellwether::http
