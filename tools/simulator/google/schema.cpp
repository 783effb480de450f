#include "simulator/google/schema.hpp"

#include <array>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

constexpr std::array<std::string_view, 22> members{
    "type",        "format",        "title",
    "description", "nullable",      "enum",
    "maxItems",    "minItems",      "properties",
    "required",    "minProperties", "maxProperties",
    "minLength",   "maxLength",     "pattern",
    "example",     "anyOf",         "propertyOrdering",
    "default",     "items",         "minimum",
    "maximum"};

refusal check_properties(dom::object schema, const std::string& path) {
  std::optional<dom::object> properties;
  if (auto no = read_proto_object(schema, "properties", path, properties)) {
    return no;
  }
  if (!properties) {
    return std::nullopt;
  }
  for (const auto field : *properties) {
    if (auto no =
            check_schema(field.value, path + ".properties["
                                          + std::string{field.key} + "]")) {
      return no;
    }
  }
  return std::nullopt;
}

refusal check_alternatives(dom::object schema, const std::string& path) {
  std::optional<dom::array> any;
  if (auto no = read_proto_array(schema, "anyOf", path, any)) {
    return no;
  }
  std::size_t i = 0;
  for (const auto one : items_of(any)) {
    if (auto no = check_schema(one, indexed(path + ".any_of", i++))) {
      return no;
    }
  }
  return std::nullopt;
}

} // namespace

refusal check_schema(dom::element value, const std::string& path) {
  const auto schema = object_of(value);
  if (!schema) {
    return bad_value(path, "an object");
  }
  const auto type = proto_member(*schema, "type");
  if (type && !type->is_string()) {
    return google_error(400, "Invalid JSON payload received. Unknown name "
                             "\"type\" at '" +
                                 path +
                                 "': Proto field is not repeating, cannot "
                                 "start list.");
  }
  return first_bad([&] { return check_proto(*schema, path, members); },
                   [&] { return check_properties(*schema, path); },
                   [&] {
                     const auto items = proto_member(*schema, "items");
                     return items ? check_schema(*items, path + ".items")
                                  : refusal{};
                   },
                   [&] { return check_alternatives(*schema, path); });
}

} // namespace bellwether::simulator
