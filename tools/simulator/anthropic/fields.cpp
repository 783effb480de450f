#include "simulator/anthropic/fields.hpp"

#include <algorithm>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

refusal invalid(const std::string& place, std::string_view message) {
  return anthropic_error(400, place + ": " + std::string{message});
}

refusal field_required(const std::string& place) {
  return invalid(place, "Field required");
}

refusal check_members(dom::object object, std::string_view place,
                      std::span<const std::string_view> known) {
  for (const auto field : object) {
    if (std::ranges::find(known, field.key) == known.end()) {
      return invalid(inside(place, field.key),
                     "Extra inputs are not permitted");
    }
  }
  return std::nullopt;
}

std::string inside(std::string_view place, std::string_view name) {
  return place.empty() ? std::string{name}
                       : std::string{place} + "." + std::string{name};
}

refusal check_number(dom::object root, const std::string& name, double least,
                     double most) {
  const auto value = member(root, name);
  if (!value) {
    return std::nullopt;
  }
  double x = 0;
  if (value->get(x) != simdjson::SUCCESS) {
    return invalid(name, "Input should be a valid number");
  }
  if (x < least) {
    return invalid(name, "Input should be greater than or equal to "
                             + std::to_string(static_cast<int>(least)));
  }
  return x > most ? invalid(name, "Input should be less than or equal to "
                                      + std::to_string(static_cast<int>(most)))
                  : std::nullopt;
}

bool is_identifier(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
           || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

} // namespace bellwether::simulator
