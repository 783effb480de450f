#include "providers/openai/chunk.hpp"

#include "providers/json_dom.hpp"
#include "providers/openai/finish_reason.hpp"
#include "providers/openai/required_members.hpp"
#include "providers/openai/shape.hpp"
#include "providers/openai/usage.hpp"

namespace bellwether::providers {

namespace {

constexpr std::string_view choice_members[] = {"index", "delta",
                                               "finish_reason"};

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
  if (delta.get_object().get(object) != simdjson::SUCCESS) {
    out.is_strict = false;
    return;
  }
  for (const auto [key, value] : object) {
    out.is_strict = out.is_strict && is_strict_member(key, value);
    if (key == "role" || key == "name" || is_empty(value))
      continue;
    out.has_content = true;
    out.has_calls = out.has_calls || key == "tool_calls";
    out.content_chars += text_size(value);
  }
}

void read_finish(const dom::element& value, chunk_facts& out) {
  const auto reason = text_of(value);
  out.finished = out.finished || !reason.empty();
  out.gave_up = out.gave_up || reason == "insufficient_system_resource";
  if (!value.is_null() && !is_finish_reason(reason))
    out.is_strict = false;
}

void read_choice(const dom::element& choice, chunk_facts& out) {
  dom::object object;
  required_members required(choice_members);
  if (choice.get_object().get(object) != simdjson::SUCCESS) {
    out.is_strict = false;
    return;
  }
  for (const auto [key, value] : object) {
    required.tick(key);
    if (key == "delta")
      read_delta(value, out);
    else if (key == "finish_reason")
      read_finish(value, out);
    else if (key == "index")
      out.is_strict = out.is_strict && value.is_int64();
  }
  out.is_strict = out.is_strict && required.all_once();
}

void read_choices(const dom::element& choices, chunk_facts& out) {
  dom::array array;
  if (choices.get_array().get(array) != simdjson::SUCCESS)
    return;
  for (const auto choice : array) {
    out.has_choices = true;
    read_choice(choice, out);
  }
}

void read_usage_of(const dom::element& value, chunk_facts& out) {
  ++out.usage_keys;
  out.usage = read_usage(value);
  out.is_strict_usage = out.usage && is_strict_usage(value, *out.usage);
}

void read_created(const dom::element& value, chunk_facts& out) {
  out.created = integer_of(value);
  // Some write 12.0.
  out.is_strict = out.is_strict && value.is_int64();
}

// What tells who sends the chunk.
void read_head(std::string_view key, const dom::element& value,
               chunk_facts& out) {
  if (key == "id")
    out.id = text_of(value);
  else if (key == "model")
    out.model = text_of(value);
  else if (key == "created")
    read_created(value, out);
  else if (key == "error")
    out.is_error = (value.is_string() || value.is_object()) && !is_empty(value);
  else if (key == "system_fingerprint")
    out.is_strict = out.is_strict && value.is_string();
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
  bool has_object = false;
  for (const auto [key, value] : object) {
    if (key == "choices") {
      known = true;
      read_choices(value, out);
    } else if (key == "usage") {
      known = true;
      read_usage_of(value, out);
    } else if (key == "object") {
      has_object = text_of(value) == "chat.completion.chunk";
    } else {
      read_head(key, value, out);
    }
  }
  out.is_strict = out.is_strict && has_object;
  out.is_error = out.is_error || !known;
  return out;
}

} // namespace bellwether::providers
