#pragma once

#include "simulator/dom_members.hpp"
#include "simulator/wire_format.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::simulator {

/// The member with that name in camel case; snake_case is taken too. None when
/// it is missing or null.
std::optional<simdjson::dom::element> proto_member(simdjson::dom::object object,
                                                   std::string_view name);

/// The same, if it is a string.
std::optional<std::string_view> proto_text(simdjson::dom::object object,
                                           std::string_view name);

/// Reads the optional object `name` of `object`; refuses what is none.
refusal read_proto_object(simdjson::dom::object object, std::string_view name,
                          std::string_view path,
                          std::optional<simdjson::dom::object>& to);

/// The same for an array.
refusal read_proto_array(simdjson::dom::object object, std::string_view name,
                         std::string_view path,
                         std::optional<simdjson::dom::array>& to);

/// The elements of a list that may not be there.
std::vector<simdjson::dom::element> items_of(
    const std::optional<simdjson::dom::array>& list);

/// Refuses members that are not among `known`, which are in camel case.
refusal check_proto(simdjson::dom::object object, std::string_view path,
                    std::span<const std::string_view> known);

/// Reads an optional number from `least` to `most`.
refusal read_proto_number(simdjson::dom::object object, std::string_view name,
                          double least, double most, std::optional<double>& to);

/// The refusal of a value of the wrong type.
refusal bad_value(std::string_view path, std::string_view expected);

/// Takes the steps until one refuses.
template <class... Steps>
refusal first_bad(Steps&&... steps) {
  refusal no;
  static_cast<void>((... || (no = steps()).has_value()));
  return no;
}

} // namespace bellwether::simulator
