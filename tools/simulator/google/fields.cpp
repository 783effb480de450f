#include "simulator/google/fields.hpp"

#include <algorithm>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

std::string camel(std::string_view name) {
  std::string out;
  bool raise = false;
  for (const char c : name) {
    if (c == '_') {
      raise = true;
    } else {
      out +=
          raise && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      raise = false;
    }
  }
  return out;
}

std::string path_of(std::string_view path, std::string_view name) {
  return path.empty() ? std::string{name}
                      : std::string{path} + "." + std::string{name};
}

} // namespace

std::optional<dom::element> proto_member(dom::object object,
                                         std::string_view name) {
  if (auto value = member(object, name)) {
    return value;
  }
  for (const auto field : object) {
    if (field.key.find('_') != std::string_view::npos
        && camel(field.key) == name && !field.value.is_null()) {
      return field.value;
    }
  }
  return std::nullopt;
}

std::optional<std::string_view> proto_text(dom::object object,
                                           std::string_view name) {
  const auto value = proto_member(object, name);
  return value ? text_of(*value) : std::nullopt;
}

refusal read_proto_object(dom::object object, std::string_view name,
                          std::string_view path,
                          std::optional<dom::object>& to) {
  const auto value = proto_member(object, name);
  to = value ? object_of(*value) : std::nullopt;
  return value && !to ? bad_value(path_of(path, name), "an object")
                      : std::nullopt;
}

refusal read_proto_array(dom::object object, std::string_view name,
                         std::string_view path, std::optional<dom::array>& to) {
  const auto value = proto_member(object, name);
  to = value ? array_of(*value) : std::nullopt;
  return value && !to ? bad_value(path_of(path, name), "a list") : std::nullopt;
}

std::vector<dom::element> items_of(const std::optional<dom::array>& list) {
  std::vector<dom::element> items;
  if (list) {
    items.assign(list->begin(), list->end());
  }
  return items;
}

refusal check_proto(dom::object object, std::string_view path,
                    std::span<const std::string_view> known) {
  for (const auto field : object) {
    if (std::ranges::find(known, camel(field.key)) == known.end()) {
      const auto where = path.empty() ? "" : " at '" + std::string{path} + "'";
      return google_error(400, "Invalid JSON payload received. Unknown name \""
                                   + std::string{field.key} + "\"" + where
                                   + ": Cannot find field.");
    }
  }
  return std::nullopt;
}

refusal read_proto_number(dom::object object, std::string_view name,
                          double least, double most,
                          std::optional<double>& to) {
  const auto value = proto_member(object, name);
  if (!value) {
    return std::nullopt;
  }
  double x = 0;
  if (value->get(x) != simdjson::SUCCESS) {
    return bad_value(name, "a number");
  }
  if (x < least || x > most) {
    return google_error(400, "* GenerateContentRequest." + std::string{name} +
                                 ": the value is out of the supported range "
                                 "from " +
                                 std::to_string(least) + " to " +
                                 std::to_string(most) + ".");
  }
  to = x;
  return std::nullopt;
}

refusal bad_value(std::string_view path, std::string_view expected) {
  return google_error(400, "Invalid value at '" + std::string{path}
                               + "': expected " + std::string{expected} + ".");
}

} // namespace bellwether::simulator
