#include "http/control/body_fields.hpp"

#include "domain/nearest.hpp"

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include <algorithm>

namespace bellwether::http {

using nlohmann::json;

namespace {

json parse_object(std::string_view body, const std::string& example) {
  auto out = body.empty() ? json::object() : json::parse(body, nullptr, false);
  if (!out.is_object())
    throw wrong_field{{400, "the body must be a JSON object such as " + example,
                       "invalid_json"}};
  return out;
}

} // namespace

body_fields::body_fields(std::string_view body,
                         const std::vector<std::string>& known,
                         const std::string& example)
    : body_(parse_object(body, example)) {
  for (const auto& [name, value] : body_.items())
    if (std::ranges::find(known, name) == known.end()) {
      const auto meant = domain::nearest(name, known);
      refuse(name, meant.empty() ? fmt::format("is not known; known are {}",
                                               fmt::join(known, ", "))
                                 : "is not known; did you mean " + meant + "?");
    }
}

void body_fields::refuse(const std::string& field, const std::string& message) {
  throw wrong_field{{400, field + " " + message, "invalid_value", field}};
}

std::string body_fields::word(const char* field,
                              const std::vector<std::string>& allowed) const {
  const auto must = fmt::format("must be one of {}", fmt::join(allowed, ", "));
  const auto found = body_.find(field);
  if (found == body_.end())
    refuse(field, "is missing; it " + must);
  const auto value = found->is_number_integer() ? found->dump()
                     : found->is_string()       ? found->get<std::string>()
                                                : "";
  if (std::ranges::find(allowed, value) == allowed.end())
    refuse(field, must);
  return value;
}

std::optional<std::string> body_fields::text(const char* field,
                                             std::size_t longest) const {
  const auto found = body_.find(field);
  if (found == body_.end())
    return std::nullopt;
  auto value = found->is_string() ? found->get<std::string>() : "";
  if (value.empty() || value.size() > longest)
    refuse(field, fmt::format("must be a text of 1 to {} bytes", longest));
  return value;
}

double body_fields::number(const char* field, double otherwise, double least,
                           double most) const {
  const auto found = body_.find(field);
  if (found == body_.end())
    return otherwise;
  const auto value = found->is_number() ? found->get<double>() : -1.0;
  if (!(value >= least && value <= most))
    refuse(field, fmt::format("must be a number from {} to {}", least, most));
  return value;
}

} // namespace bellwether::http
