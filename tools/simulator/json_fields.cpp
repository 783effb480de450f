#include "simulator/json_fields.hpp"

#include "simulator/behavior_json.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::simulator {

double number_field(const std::string& field, const nlohmann::json& value,
                    double least, double most) {
  if (value.is_number()) {
    const auto x = value.get<double>();
    if (x >= least && x <= most) {
      return x;
    }
  }
  throw field_error{field, "expected a number from "
                               + nlohmann::json(least).dump() + " to "
                               + nlohmann::json(most).dump()};
}

std::uint64_t count_field(const std::string& field, const nlohmann::json& value,
                          std::uint64_t least, std::uint64_t most) {
  if (value.is_number_unsigned()) {
    const auto x = value.get<std::uint64_t>();
    if (x >= least && x <= most) {
      return x;
    }
  }
  throw field_error{field, "expected a whole number from "
                               + std::to_string(least) + " to "
                               + std::to_string(most)};
}

std::string text_field(const std::string& field, const nlohmann::json& value) {
  if (!value.is_string()) {
    throw field_error{field, "expected a string"};
  }
  return value.get<std::string>();
}

} // namespace bellwether::simulator
