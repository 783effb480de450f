#pragma once

#include "simulator/dom_members.hpp"
#include "simulator/wire_format.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace bellwether::simulator {

/// Anthropic's 400: "`place`: `message`".
refusal invalid(const std::string& place, std::string_view message);

/// The refusal of a member that must be there.
refusal field_required(const std::string& place);

/// Refuses members that are not among `known`.
refusal check_members(simdjson::dom::object object, std::string_view place,
                      std::span<const std::string_view> known);

/// "a.b", or "b" at the top.
std::string inside(std::string_view place, std::string_view name);

/// Refuses a number that is not from `least` to `most`.
refusal check_number(simdjson::dom::object root, const std::string& name,
                     double least, double most);

/// Whether it is made of letters, digits, '-' and '_' alone.
bool is_identifier(std::string_view text);

/// Whether it has nothing but blanks and line ends.
bool is_blank(std::string_view text);

/// Takes the steps until one refuses.
template <class... Steps>
refusal first_invalid(Steps&&... steps) {
  refusal no;
  static_cast<void>((... || (no = steps()).has_value()));
  return no;
}

} // namespace bellwether::simulator
