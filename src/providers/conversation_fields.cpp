#include "providers/conversation_fields.hpp"

#include <limits>

namespace bellwether::providers {

namespace {

using domain::failure;

failure described(domain::failure_class what, std::string_view code,
                  std::string_view field, std::string_view fault) {
  return {.what = what,
          .code = std::string(code),
          .detail = "'" + std::string(field) + "' " + std::string(fault),
          .param = std::string(field)};
}

} // namespace

failure invalid_field(std::string_view field, std::string_view remedy) {
  return described(domain::failure_class::bad_request, "invalid_value", field,
                   "is not valid: " + std::string(remedy));
}

failure mistyped_field(std::string_view field, std::string_view wanted) {
  return described(domain::failure_class::bad_request, "invalid_value", field,
                   "must be " + std::string(wanted) + ".");
}

failure unsupported_field(std::string_view field, std::string_view remedy) {
  return described(domain::failure_class::unsupported, "unsupported_parameter",
                   field,
                   "is not supported by this provider: " + std::string(remedy));
}

std::string item_path(std::string_view array, std::size_t index) {
  return std::string(array) + "[" + std::to_string(index) + "]";
}

std::string json_text(const dom::element& value) {
  return simdjson::minify(value);
}

std::string object_member(const dom::element& value, std::string_view name) {
  const auto member = member_of(value, name);
  return member && member->is_object() ? json_text(*member) : std::string{};
}

field_fault read_string(const dom::element& object, const std::string& path,
                        std::string_view name, std::string& out) {
  const auto member = member_of(object, name);
  if (!member)
    return std::nullopt;
  if (!member->is_string())
    return mistyped_field(path + "." + std::string(name), "a string");
  out = text_of(*member);
  return std::nullopt;
}

field_fault read_number(const dom::element& value, std::string_view field,
                        std::optional<double>& out) {
  double number = 0;
  if (!value.is_number() || value.get_double().get(number) != simdjson::SUCCESS)
    return mistyped_field(field, "a number");
  out = number;
  return std::nullopt;
}

field_fault read_integer(const dom::element& value, std::string_view field,
                         std::optional<std::int64_t>& out) {
  out = value.is_uint64() && !value.is_int64()
            ? std::numeric_limits<std::int64_t>::max()
            : integer_of(value);
  if (!out)
    return mistyped_field(field, "a whole number");
  return std::nullopt;
}

field_fault read_flag(const dom::element& value, std::string_view field,
                      std::optional<bool>& out) {
  bool flag = false;
  if (value.get_bool().get(flag) != simdjson::SUCCESS)
    return mistyped_field(field, "true or false");
  out = flag;
  return std::nullopt;
}

} // namespace bellwether::providers
