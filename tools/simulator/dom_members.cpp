#include "simulator/dom_members.hpp"

namespace bellwether::simulator {

namespace dom = simdjson::dom;

std::optional<dom::element> member(dom::object object, std::string_view name) {
  dom::element value;
  if (object[name].get(value) != simdjson::SUCCESS || value.is_null()) {
    return std::nullopt;
  }
  return value;
}

std::optional<std::string_view> text_of(dom::element value) {
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  return text;
}

std::optional<std::string_view> text_member(dom::object object,
                                            std::string_view name) {
  const auto value = member(object, name);
  return value ? text_of(*value) : std::nullopt;
}

std::optional<dom::object> object_of(dom::element value) {
  dom::object object;
  if (value.get(object) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  return object;
}

std::optional<dom::array> array_of(dom::element value) {
  dom::array array;
  if (value.get(array) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  return array;
}

std::string dotted(std::string_view base, std::size_t i) {
  return std::string{base} + "." + std::to_string(i);
}

std::string indexed(std::string_view base, std::size_t i) {
  return std::string{base} + "[" + std::to_string(i) + "]";
}

} // namespace bellwether::simulator
