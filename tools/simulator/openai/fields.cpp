#include "simulator/openai/fields.hpp"

#include <cstdint>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

refusal refuse(std::string_view message, std::string_view param,
               std::string_view code) {
  return openai_error(400, message, "invalid_request_error", param, code);
}

refusal wrong_type(const std::string& param, const std::string& expected) {
  return refuse("Invalid type for '" + param + "': expected " + expected + ".",
                param, "invalid_type");
}

refusal missing(const std::string& param) {
  return refuse("Missing required parameter: '" + param + "'.", param,
                "missing_required_parameter");
}

refusal unknown_parameter(const std::string& param) {
  return refuse("Unknown parameter: '" + param + "'.", param,
                "unknown_parameter");
}

refusal check_range(dom::object root, const std::string& name, double most) {
  const auto value = member(root, name);
  if (!value) {
    return std::nullopt;
  }
  double x = 0;
  if (value->get(x) != simdjson::SUCCESS) {
    return wrong_type(name, "a decimal");
  }
  if (x < 0) {
    return refuse("Invalid '" + name + "': below the minimum.", name,
                  "decimal_below_min_value");
  }
  return x > most ? refuse("Invalid '" + name + "': above the maximum.", name,
                           "decimal_above_max_value")
                  : std::nullopt;
}

refusal read_bool(dom::object root, const std::string& name, bool& to) {
  const auto value = member(root, name);
  if (value && value->get(to) != simdjson::SUCCESS) {
    return wrong_type(name, "a boolean");
  }
  return std::nullopt;
}

refusal read_limit(dom::object root, const std::string& name,
                   std::optional<std::size_t>& to) {
  const auto value = member(root, name);
  if (!value) {
    return std::nullopt;
  }
  std::int64_t n = 0;
  if (value->get(n) != simdjson::SUCCESS) {
    return wrong_type(name, "an integer");
  }
  if (n < 1) {
    return refuse("Invalid '" + name + "': below the minimum value 1.", name,
                  "integer_below_min_value");
  }
  to = static_cast<std::size_t>(n);
  return std::nullopt;
}

} // namespace bellwether::simulator
