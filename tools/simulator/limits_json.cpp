#include "simulator/limits_json.hpp"

#include "simulator/behavior_json.hpp"
#include "simulator/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::simulator {

using nlohmann::json;

limit_plan parse_limits(const json& value) {
  constexpr std::uint64_t most = 1'000'000'000;
  constexpr std::uint64_t day_ms = 86'400'000;
  if (!value.is_object()) {
    throw field_error{"limits", "expected an object"};
  }
  limit_plan plan;
  for (const auto& [name, item] : value.items()) {
    const auto field = "limits." + name;
    if (name == "requests") {
      plan.requests = count_field(field, item, 1, most);
    } else if (name == "tokens") {
      plan.tokens = count_field(field, item, 1, most);
    } else if (name == "window_ms") {
      plan.window =
          std::chrono::milliseconds{count_field(field, item, 1, day_ms)};
    } else {
      throw field_error{field, "unknown field"};
    }
  }
  return plan;
}

json limits_to_json(const limit_plan& plan) {
  if (!plan.any()) {
    return {};
  }
  json out{{"window_ms", plan.window.count()}};
  if (plan.requests) {
    out["requests"] = *plan.requests;
  }
  if (plan.tokens) {
    out["tokens"] = *plan.tokens;
  }
  return out;
}

} // namespace bellwether::simulator
