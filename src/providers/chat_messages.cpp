#include "providers/chat_messages.hpp"

#include <utility>

namespace bellwether::providers {

namespace {

using domain::request_facts;
using problem = std::optional<request_problem>;

std::string item(std::string_view array, std::size_t index) {
  return std::string(array) + "[" + std::to_string(index) + "]";
}

std::int64_t bytes_in(std::string_view text) {
  return static_cast<std::int64_t>(text.size());
}

void read_image(const dom::element& part, request_facts& facts) {
  facts.vision = true;
  const auto image = member_of(part, "image_url");
  const auto url = image ? text_member(*image, "url") : std::string_view{};
  facts.remote_images = facts.remote_images || !url.starts_with("data:");
}

problem read_part(const dom::element& part, const std::string& path,
                  request_facts& facts) {
  const auto type = text_member(part, "type");
  if (!part.is_object())
    return wrong_type(path, "an object with a 'type'");
  if (type.empty())
    return missing(path + ".type", "the kind of the part, such as \"text\"");
  if (type == "text")
    facts.prompt_chars += bytes_in(text_member(part, "text"));
  else if (type == "image_url")
    read_image(part, facts);
  else if (type == "input_audio")
    facts.audio = true;
  else if (type == "file")
    facts.documents = true;
  return std::nullopt;
}

problem read_content(const dom::element& content, const std::string& message,
                     request_facts& facts) {
  if (content.is_string()) {
    facts.prompt_chars += bytes_in(text_of(content));
    return std::nullopt;
  }
  dom::array parts;
  if (content.get_array().get(parts) != simdjson::SUCCESS)
    return wrong_type(message + ".content",
                      "a string, an array of parts or null");
  std::size_t index = 0;
  for (const auto part : parts) {
    auto fault = read_part(part, item(message + ".content", index++), facts);
    if (fault)
      return fault;
  }
  return std::nullopt;
}

// What an assistant called before is a part of the prompt.
std::int64_t call_size(const dom::element& function) {
  return bytes_in(text_member(function, "name"))
         + bytes_in(text_member(function, "arguments"));
}

std::int64_t calls_size(const dom::element& calls) {
  std::int64_t bytes = 0;
  dom::array array;
  if (calls.get_array().get(array) == simdjson::SUCCESS) {
    for (const auto call : array) {
      if (const auto function = member_of(call, "function"))
        bytes += call_size(*function);
    }
  }
  return bytes;
}

problem read_message(const dom::element& message, std::size_t index,
                     request_facts& facts) {
  const auto path = [index] {
    return item("messages", index);
  };
  dom::object object;
  if (message.get_object().get(object) != simdjson::SUCCESS)
    return wrong_type(path(), "an object with a 'role' and 'content'");
  bool has_role = false;
  for (const auto [key, value] : object) {
    problem fault;
    if (value.is_null())
      continue;
    if (key == "role") {
      has_role = true;
      if (!value.is_string())
        fault = wrong_type(path() + ".role", "a string");
    } else if (key == "content") {
      fault = read_content(value, path(), facts);
    } else if (key == "tool_calls") {
      facts.prompt_chars += calls_size(value);
    } else if (key == "function_call") {
      facts.prompt_chars += call_size(value);
    }
    if (fault)
      return fault;
  }
  if (!has_role)
    return missing(path() + ".role", "system, user, assistant or another role");
  return std::nullopt;
}

} // namespace

request_problem wrong_type(std::string param, std::string_view wanted) {
  auto message = "'" + param + "' must be " + std::string(wanted) + ".";
  return {std::move(message), std::move(param), "invalid_type"};
}

request_problem missing(std::string param, std::string_view wanted) {
  auto message =
      "'" + param + "' is missing: send " + std::string(wanted) + ".";
  return {std::move(message), std::move(param), "missing_required_parameter"};
}

std::optional<request_problem> read_messages(const dom::element& value,
                                             request_facts& facts) {
  dom::array messages;
  if (value.get_array().get(messages) != simdjson::SUCCESS)
    return wrong_type("messages", "an array of messages");
  std::size_t index = 0;
  for (const auto message : messages) {
    if (auto fault = read_message(message, index++, facts))
      return fault;
  }
  if (index == 0)
    return request_problem{"'messages' is empty: send at least one message.",
                           "messages", "empty_array"};
  return std::nullopt;
}

} // namespace bellwether::providers
