#include "providers/openai_chunk.hpp"

#include "providers/json_dom.hpp"
#include "providers/openai_usage.hpp"

namespace bellwether::providers {

namespace {

bool is_empty(const dom::element& value) {
  dom::array array;
  dom::object object;
  if (value.is_string())
    return text_of(value).empty();
  if (value.get_array().get(array) == simdjson::SUCCESS)
    return array.begin() == array.end();
  if (value.get_object().get(object) == simdjson::SUCCESS)
    return object.begin() == object.end();
  return value.is_null();
}

// Every member counts as content that is neither empty nor known to be none:
// providers keep inventing places for what a model says.
void read_delta(const dom::element& delta, chunk_facts& out) {
  dom::object object;
  if (delta.get_object().get(object) != simdjson::SUCCESS)
    return;
  for (const auto [key, value] : object) {
    if (key == "role" || key == "name" || is_empty(value))
      continue;
    out.has_content = true;
    out.content_chars += text_size(value);
  }
}

void read_choice(const dom::element& choice, chunk_facts& out) {
  dom::object object;
  if (choice.get_object().get(object) != simdjson::SUCCESS)
    return;
  for (const auto [key, value] : object) {
    if (key == "delta") {
      read_delta(value, out);
    } else if (key == "finish_reason") {
      const auto reason = text_of(value);
      out.finished = out.finished || !reason.empty();
      out.gave_up = out.gave_up || reason == "insufficient_system_resource";
    }
  }
}

} // namespace

chunk_facts read_chunk(std::string_view json) {
  chunk_facts out;
  dom::element root;
  dom::object object;
  if (parse_json(json).get(root) != simdjson::SUCCESS)
    return out;
  if (root.get_object().get(object) != simdjson::SUCCESS) {
    out.is_error = root.is_array();
    return out;
  }
  out.is_chunk = true;
  bool known = false;
  for (const auto [key, value] : object) {
    dom::array choices;
    if (key == "choices") {
      known = true;
      if (value.get_array().get(choices) != simdjson::SUCCESS)
        continue;
      for (const auto choice : choices) {
        out.has_choices = true;
        read_choice(choice, out);
      }
    } else if (key == "usage") {
      known = true;
      ++out.usage_keys;
      out.usage = read_usage(value);
    } else if (key == "error") {
      out.is_error =
          (value.is_string() || value.is_object()) && !is_empty(value);
    }
  }
  out.is_error = out.is_error || !known;
  return out;
}

} // namespace bellwether::providers
