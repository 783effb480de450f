#pragma once

#include "simulator/dom_members.hpp"
#include "simulator/wire_format.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::simulator {

refusal refuse(std::string_view message, std::string_view param,
               std::string_view code);

/// The refusal of a value that is not `expected`.
refusal wrong_type(const std::string& param, const std::string& expected);

/// The refusal of a parameter that is not there.
refusal missing(const std::string& param);

/// The refusal of a parameter that nobody knows.
refusal unknown_parameter(const std::string& param);

/// Refuses a number below 0 or above `most`.
refusal check_range(simdjson::dom::object root, const std::string& name,
                    double most);

/// Reads an optional boolean into `to`.
refusal read_bool(simdjson::dom::object root, const std::string& name,
                  bool& to);

/// Reads an optional whole number from 1 into `to`.
refusal read_limit(simdjson::dom::object root, const std::string& name,
                   std::optional<std::size_t>& to);

/// Takes the steps until one refuses.
template <class... Steps>
refusal first_refusal(Steps&&... steps) {
  refusal no;
  static_cast<void>((... || (no = steps()).has_value()));
  return no;
}

} // namespace bellwether::simulator
