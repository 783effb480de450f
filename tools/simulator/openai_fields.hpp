#pragma once

#include "simulator/vendor.hpp"

#include <cstddef>
#include <optional>
#include <simdjson.h>
#include <string>
#include <string_view>

namespace bellwether::simulator {

/// The 400 for a request, if it gets one.
using refusal = std::optional<http_reply>;

refusal refuse(std::string_view message, std::string_view param,
               std::string_view code);

/// The refusal of a value that is not `expected`.
refusal wrong_type(const std::string& param, const std::string& expected);

/// The member `name`, or none when it is missing or null.
std::optional<simdjson::dom::element> member(simdjson::dom::object object,
                                             std::string_view name);

/// The member `name` if it is a string.
std::optional<std::string_view> text_member(simdjson::dom::object object,
                                            std::string_view name);

/// Refuses a number below 0 or above `most`.
refusal check_range(simdjson::dom::object root, const std::string& name,
                    double most);

/// Reads an optional boolean into `to`.
refusal read_bool(simdjson::dom::object root, const std::string& name,
                  bool& to);

/// Reads an optional whole number from 1 into `to`.
refusal read_limit(simdjson::dom::object root, const std::string& name,
                   std::optional<std::size_t>& to);

} // namespace bellwether::simulator
