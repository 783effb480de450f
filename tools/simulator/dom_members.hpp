#pragma once

#include <optional>
#include <simdjson.h>
#include <string>
#include <string_view>

namespace bellwether::simulator {

/// The member `name`, or none when it is missing or null.
std::optional<simdjson::dom::element> member(simdjson::dom::object object,
                                             std::string_view name);

/// The member `name` if it is a string.
std::optional<std::string_view> text_member(simdjson::dom::object object,
                                            std::string_view name);

/// The value if it is a string.
std::optional<std::string_view> text_of(simdjson::dom::element value);

/// The value if it is an object.
std::optional<simdjson::dom::object> object_of(simdjson::dom::element value);

/// The value if it is an array.
std::optional<simdjson::dom::array> array_of(simdjson::dom::element value);

/// "`base`.`i`" or "`base`[`i`]": the ways in which errors name a place.
std::string dotted(std::string_view base, std::size_t i);
std::string indexed(std::string_view base, std::size_t i);

} // namespace bellwether::simulator
