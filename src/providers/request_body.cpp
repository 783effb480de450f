#include "providers/request_body.hpp"

#include "providers/chat_messages.hpp"
#include "providers/json_fault.hpp"

namespace bellwether::providers {

namespace {

constexpr std::size_t max_model_bytes = 256;

} // namespace

request_problem not_json(std::string_view body) {
  return {"The body is not valid JSON: " + describe_json_fault(body) + ".", "",
          ""};
}

std::variant<dom::element, request_problem> read_object(std::string_view body) {
  dom::element root;
  if (parse_json(body).get(root) != simdjson::SUCCESS)
    return not_json(body);
  if (!root.is_object())
    return request_problem{"The body must be a JSON object.", "",
                           "invalid_type"};
  return root;
}

std::optional<request_problem> read_model(const dom::element& value,
                                          domain::request_facts& facts) {
  const auto model = text_of(value);
  if (!value.is_string())
    return wrong_type("model", "a string");
  if (model.empty())
    return missing("model", "the name of a model or route");
  if (model.size() > max_model_bytes)
    return request_problem{"'model' must not be longer than 256 bytes.",
                           "model", "string_above_max_length"};
  facts.model = model;
  return std::nullopt;
}

} // namespace bellwether::providers
