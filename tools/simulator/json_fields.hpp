#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>

namespace bellwether::simulator {

/// The number in `value`; throws field_error naming `field` unless it is one
/// from `least` to `most`.
double number_field(const std::string& field, const nlohmann::json& value,
                    double least, double most);

/// The same for a whole number.
std::uint64_t count_field(const std::string& field, const nlohmann::json& value,
                          std::uint64_t least, std::uint64_t most);

/// The text in `value`; throws field_error naming `field` otherwise.
std::string text_field(const std::string& field, const nlohmann::json& value);

} // namespace bellwether::simulator
