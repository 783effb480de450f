#include "surfaces/responses/input.hpp"

#include "providers/chat_messages.hpp"
#include "surfaces/responses/parts.hpp"
#include "surfaces/responses/sealed_reasoning.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace bellwether::surfaces {

namespace {

using json = nlohmann::ordered_json;

constexpr std::string_view whole_conversation =
    "Responses are not kept here: send the whole conversation in 'input'.";

// Writes items as messages. An assistant's items in a row are one message, as
// chat completions want a tool's results right behind the message that calls.
class message_writer {
public:
  explicit message_writer(json& messages) : messages_{messages} {}

  problem add(json& item, const std::string& path) {
    if (!item.is_object())
      return providers::wrong_type(path, "an object");
    std::string type;
    if (auto fault = take_text(item, path, "type", type))
      return fault;
    if (type.empty() && member(item, "role") == nullptr)
      return untyped(item, path);
    if (type.empty() || type == "message")
      return add_message(item, path);
    if (type == "function_call")
      return add_call(item, path);
    if (type == "function_call_output")
      return add_result(item, path);
    if (type == "reasoning")
      return add_reasoning(item, path);
    if (type == "item_reference")
      return unsupported_value(path + ".type", "item_reference",
                               whole_conversation);
    return unsupported_value(
        path + ".type", "\"" + type + "\"",
        "Send messages, function_call, function_call_output and reasoning.");
  }

private:
  static problem untyped(json& item, const std::string& path) {
    if (member(item, "id") != nullptr)
      return unsupported(path + ".id", whole_conversation);
    return providers::missing(path + ".type", "the kind of the item");
  }

  problem add_message(json& item, const std::string& path) {
    std::string role;
    if (auto fault = need_text(item, path, "role",
                               "user, assistant, system or developer", role))
      return fault;
    if (role != "user" && role != "assistant" && role != "system"
        && role != "developer")
      return unsupported_value(
          path + ".role", "\"" + role + "\"",
          "Send user, assistant, system or developer; a tool's result is an "
          "item of type function_call_output.");
    auto* content = member(item, "content");
    if (content == nullptr)
      return providers::missing(path + ".content",
                                "a string or an array of parts");
    json parts;
    std::string refusal;
    if (auto fault = read_parts(*content, path + ".content", parts, refusal))
      return fault;
    if (role == "assistant")
      say(std::move(parts), std::move(refusal));
    else
      push(role)["content"] = std::move(parts);
    return std::nullopt;
  }

  // Text behind a call belongs to the message that calls.
  void say(json content, std::string refusal) {
    auto& message = calls_are_open() ? last() : push("assistant");
    auto& said = message["content"];
    if (said.is_null())
      said = std::move(content);
    else if (said.is_string() && content.is_string())
      said.get_ref<std::string&>() += content.get_ref<std::string&>();
    else if (!content.is_null())
      append_parts(said, std::move(content));
    if (!refusal.empty())
      message["refusal"] = std::move(refusal);
    restore_reasoning(message);
  }

  static void append_parts(json& said, json more) {
    for (auto* side : {&said, &more}) {
      if (side->is_string())
        *side = json::array({{{"type", "text"}, {"text", *side}}});
    }
    said.insert(said.end(), more.begin(), more.end());
  }

  problem add_call(json& item, const std::string& path) {
    std::string id;
    std::string name;
    std::string arguments;
    if (auto fault = need_text(item, path, "call_id", "the call's id", id))
      return fault;
    if (auto fault = need_text(item, path, "name", "the function's name", name))
      return fault;
    if (auto fault = need_text(item, path, "arguments",
                               "the arguments as JSON text", arguments))
      return fault;
    auto call = json::object();
    call["id"] = std::move(id);
    call["type"] = "function";
    call["function"] = {{"name", std::move(name)},
                        {"arguments", std::move(arguments)}};
    if (auto* extra = member(item, "extra_content"))
      call["extra_content"] = std::move(*extra);
    auto& message = calling_message();
    restore_reasoning(message);
    message["tool_calls"].push_back(std::move(call));
    return std::nullopt;
  }

  problem add_result(json& item, const std::string& path) {
    std::string id;
    if (auto fault = need_text(item, path, "call_id", "the call's id", id))
      return fault;
    auto* output = member(item, "output");
    if (output == nullptr)
      return providers::missing(path + ".output",
                                "a string or an array of parts");
    json parts;
    std::string refusal;
    if (auto fault = read_parts(*output, path + ".output", parts, refusal))
      return fault;
    auto& message = push("tool");
    message["tool_call_id"] = std::move(id);
    message["content"] = parts.is_null() ? json(refusal) : std::move(parts);
    return std::nullopt;
  }

  // Reasoning that another made is of no use to anybody here.
  problem add_reasoning(json& item, const std::string& path) {
    std::string sealed;
    if (auto fault = take_text(item, path, "encrypted_content", sealed))
      return fault;
    auto content = unseal_reasoning(sealed);
    if (content.is_null())
      return std::nullopt;
    if (reasoning_.is_null())
      reasoning_ = std::move(content);
    else
      merge(reasoning_, std::move(content));
    return std::nullopt;
  }

  static void merge(json& into, json from) {
    auto& blocks = into["thinking_blocks"];
    auto& more = from["thinking_blocks"];
    if (blocks.is_null())
      blocks = std::move(more);
    else
      blocks.insert(blocks.end(), more.begin(), more.end());
    auto& text = into["reasoning_content"];
    auto& more_text = from["reasoning_content"];
    if (text.is_null())
      text = std::move(more_text);
    else
      text.get_ref<std::string&>() += more_text.get_ref<std::string&>();
  }

  void restore_reasoning(json& message) {
    if (reasoning_.is_null())
      return;
    merge(message, std::exchange(reasoning_, nullptr));
    for (const auto* name : {"thinking_blocks", "reasoning_content"}) {
      const auto* text = message[name].get_ptr<const std::string*>();
      if (text == nullptr ? message[name].empty() : text->empty())
        message.erase(name);
    }
  }

  json& last() { return messages_.back(); }

  bool assistant_is_last() {
    return !messages_.empty() && last()["role"] == "assistant";
  }

  bool calls_are_open() {
    return assistant_is_last() && last().contains("tool_calls");
  }

  // Restored reasoning opens a turn of its own, so that thoughts keep their
  // place between what was said.
  json& calling_message() {
    const bool open =
        assistant_is_last() && (reasoning_.is_null() || calls_are_open());
    auto& message = open ? last() : push("assistant");
    if (!message.contains("content"))
      message["content"] = nullptr;
    if (!message.contains("tool_calls"))
      message["tool_calls"] = json::array();
    return message;
  }

  // Reasoning that no assistant followed belongs to nothing.
  json& push(std::string_view role) {
    if (role != "assistant")
      reasoning_ = nullptr;
    auto& message = messages_.emplace_back(json::object());
    message["role"] = role;
    return message;
  }

  json& messages_;
  json reasoning_; ///< restored, for the assistant message that follows
};

} // namespace

problem read_input(json& input, json& messages) {
  if (input.is_string()) {
    auto& message = messages.emplace_back(json::object());
    message["role"] = "user";
    message["content"] = std::move(input);
    return std::nullopt;
  }
  if (!input.is_array())
    return providers::wrong_type("input", "a string or an array of items");
  const auto before = messages.size();
  message_writer writer(messages);
  std::size_t index = 0;
  for (auto& item : input) {
    const auto path = "input[" + std::to_string(index++) + "]";
    if (auto fault = writer.add(item, path))
      return fault;
  }
  if (messages.size() == before)
    return providers::request_problem{
        "'input' holds no message: send at least one.", "input", "empty_array"};
  return std::nullopt;
}

} // namespace bellwether::surfaces
