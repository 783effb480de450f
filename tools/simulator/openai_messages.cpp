#include "simulator/openai_messages.hpp"

#include "simulator/hash.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

void prompt::add(std::string_view text, bool user) {
  hash = hash_text(hash, text);
  characters +=
      static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
      }));
  if (user) {
    last_user_text = text;
  }
}

namespace {

refusal read_parts(dom::array parts, const std::string& param, bool user,
                   prompt& p) {
  for (const auto part : parts) {
    dom::object object;
    if (part.get(object) != simdjson::SUCCESS || !text_member(object, "type")) {
      return wrong_type(param, "an array of objects with a 'type'");
    }
    if (const auto text = text_member(object, "text")) {
      p.add(*text, user);
    }
  }
  return std::nullopt;
}

refusal read_message(dom::element message, const std::string& param,
                     prompt& p) {
  constexpr std::array<std::string_view, 6> roles{
      "system", "developer", "user", "assistant", "tool", "function"};
  dom::object object;
  if (message.get(object) != simdjson::SUCCESS) {
    return wrong_type(param, "an object");
  }
  const auto role = text_member(object, "role");
  if (!role) {
    return refuse("Missing required parameter: '" + param + ".role'.",
                  param + ".role", "missing_required_parameter");
  }
  if (std::ranges::find(roles, *role) == roles.end()) {
    return refuse("Invalid value for '" + param + ".role'.", param + ".role",
                  "invalid_value");
  }
  const bool user = *role == "user";
  const auto content = member(object, "content");
  if (!content) {
    return *role == "assistant" || *role == "function"
               ? std::nullopt
               : wrong_type(param + ".content", "a string or an array");
  }
  if (content->is_string()) {
    p.add(content->get_string().value_unsafe(), user);
    return std::nullopt;
  }
  dom::array parts;
  if (content->get(parts) != simdjson::SUCCESS) {
    return wrong_type(param + ".content", "a string or an array");
  }
  return read_parts(parts, param + ".content", user, p);
}

} // namespace

refusal read_messages(dom::object root, prompt& p) {
  const auto value = member(root, "messages");
  if (!value) {
    return refuse("Missing required parameter: 'messages'.", "messages",
                  "missing_required_parameter");
  }
  dom::array messages;
  if (value->get(messages) != simdjson::SUCCESS) {
    return wrong_type("messages", "an array of objects");
  }
  std::size_t i = 0;
  for (const auto message : messages) {
    if (auto no =
            read_message(message, "messages[" + std::to_string(i) + "]", p)) {
      return no;
    }
    ++i;
  }
  return i == 0 ? refuse("Invalid 'messages': empty array.", "messages",
                         "empty_array")
                : std::nullopt;
}

} // namespace bellwether::simulator
