#include "providers/conversation_turns.hpp"

#include "providers/conversation_parts.hpp"

#include <algorithm>
#include <ranges>

namespace bellwether::providers {

namespace {

using speaker = turn::speaker;

std::optional<speaker> speaker_of(std::string_view role) {
  if (role == "system" || role == "developer")
    return speaker::instructions;
  if (role == "user")
    return speaker::user;
  if (role == "assistant")
    return speaker::assistant;
  if (role == "tool" || role == "function")
    return speaker::tool;
  return std::nullopt;
}

bool may_say(speaker role, content_part::kind what) {
  if (what == content_part::kind::text || role == speaker::user)
    return true;
  return role == speaker::tool && what == content_part::kind::image;
}

// Arguments are a string, but some clients send the object itself.
std::string arguments_of(const dom::element& function) {
  const auto arguments = member_of(function, "arguments");
  if (!arguments)
    return {};
  return arguments->is_string() ? std::string(text_of(*arguments))
                                : json_text(*arguments);
}

field_fault read_function(const dom::element& function, const std::string& path,
                          called_tool& out) {
  out.name = text_member(function, "name");
  out.arguments = arguments_of(function);
  if (out.name.empty())
    return invalid_field(path + ".name", "send the name of the tool.");
  return std::nullopt;
}

std::string signature_of(const dom::element& call) {
  const auto extra = member_of(call, "extra_content");
  const auto google = extra ? member_of(*extra, "google") : std::nullopt;
  return google ? std::string(text_member(*google, "thought_signature"))
                : std::string{};
}

field_fault read_call(const dom::element& call, const std::string& path,
                      called_tool& out) {
  const auto type = text_member(call, "type");
  if (!type.empty() && type != "function")
    return unsupported_field(path + ".type", "call functions only.");
  const auto function = member_of(call, "function");
  if (!function || !function->is_object())
    return mistyped_field(path + ".function",
                          "an object with 'name' and 'arguments'");
  out.id = text_member(call, "id");
  if (out.id.empty())
    return invalid_field(path + ".id", "send the id of the call.");
  out.thought_signature = signature_of(call);
  return read_function(*function, path + ".function", out);
}

field_fault read_calls(const dom::element& calls, const std::string& path,
                       std::vector<called_tool>& out) {
  dom::array array;
  if (calls.get_array().get(array) != simdjson::SUCCESS)
    return mistyped_field(path, "an array");
  for (const auto call : array) {
    const auto place = item_path(path, out.size());
    if (auto fault = read_call(call, place, out.emplace_back()))
      return fault;
  }
  return std::nullopt;
}

field_fault read_assistant(const dom::element& message, const std::string& path,
                           turn& out) {
  std::string refusal;
  if (auto fault = read_string(message, path, "refusal", refusal))
    return fault;
  if (!refusal.empty())
    out.content.emplace_back().text = std::move(refusal);
  if (auto fault =
          read_string(message, path, "reasoning_content", out.reasoning))
    return fault;
  if (const auto blocks = member_of(message, "thinking_blocks")) {
    if (!blocks->is_array())
      return mistyped_field(path + ".thinking_blocks", "an array");
    out.thinking_blocks = json_text(*blocks);
  }
  if (member_of(message, "audio"))
    return unsupported_field(path + ".audio",
                             "send what was said as 'content'.");
  if (const auto calls = member_of(message, "tool_calls"))
    return read_calls(*calls, path + ".tool_calls", out.calls);
  if (const auto call = member_of(message, "function_call")) {
    // The deprecated form has no ids; its path is as good as one.
    out.calls.emplace_back().id = "function_call_" + path.substr(9);
    out.calls.back().id.pop_back();
    return read_function(*call, path + ".function_call", out.calls.back());
  }
  return std::nullopt;
}

const called_tool* find_call(const std::vector<turn>& before,
                             std::string called_tool::*member,
                             std::string_view value) {
  for (const turn& t : before | std::views::reverse) {
    const auto hit = std::find_if(
        t.calls.rbegin(), t.calls.rend(),
        [&](const called_tool& call) { return call.*member == value; });
    if (hit != t.calls.rend())
      return &*hit;
  }
  return nullptr;
}

field_fault read_result(const dom::element& message, const std::string& path,
                        const std::vector<turn>& before, turn& out) {
  const bool by_name = text_member(message, "role") == "function";
  const auto field = by_name ? "name" : "tool_call_id";
  const auto* call =
      find_call(before, by_name ? &called_tool::name : &called_tool::id,
                text_member(message, field));
  if (call == nullptr)
    return invalid_field(path + "." + field,
                         by_name ? "name a function that an earlier assistant "
                                   "message calls."
                                 : "send the id of a call in an earlier "
                                   "assistant message.");
  out.call_id = call->id;
  out.tool_name = call->name;
  std::optional<bool> failed;
  if (const auto flag = member_of(message, "is_error")) {
    if (auto fault = read_flag(*flag, path + ".is_error", failed))
      return fault;
  }
  out.is_error = failed.value_or(false);
  return std::nullopt;
}

// Some clients mark the message and not its last part.
void keep_cache_mark(const dom::element& message, turn& out) {
  auto mark = object_member(message, "cache_control");
  if (mark.empty())
    return;
  if (out.content.empty())
    out.content.emplace_back();
  if (out.content.back().cache_control.empty())
    out.content.back().cache_control = std::move(mark);
}

field_fault read_content(const dom::element& message, const std::string& path,
                         turn& out) {
  const auto content = member_of(message, "content");
  if (content) {
    if (auto fault = read_parts(*content, path + ".content", out.content))
      return fault;
  }
  for (std::size_t i = 0; i < out.content.size(); ++i) {
    if (!may_say(out.role, out.content[i].what))
      return invalid_field(item_path(path + ".content", i),
                           "messages of this role carry text only; put it "
                           "into a user message.");
  }
  const bool may_be_silent =
      out.role == speaker::assistant || out.role == speaker::tool;
  if (!content && !may_be_silent)
    return invalid_field(path + ".content", "send the text of the message.");
  return std::nullopt;
}

field_fault read_turn(const dom::element& message, const std::string& path,
                      const std::vector<turn>& before, turn& out) {
  const auto role = speaker_of(text_member(message, "role"));
  if (!role)
    return invalid_field(path + ".role",
                         "send system, developer, user, assistant or tool.");
  out.role = *role;
  if (auto fault = read_content(message, path, out))
    return fault;
  if (*role == speaker::assistant) {
    if (auto fault = read_assistant(message, path, out))
      return fault;
  } else if (*role == speaker::tool) {
    if (auto fault = read_result(message, path, before, out))
      return fault;
  }
  keep_cache_mark(message, out);
  return std::nullopt;
}

} // namespace

field_fault read_turns(const dom::element& messages, std::vector<turn>& out) {
  dom::array array;
  if (messages.get_array().get(array) != simdjson::SUCCESS)
    return mistyped_field("messages", "an array of messages");
  for (const auto message : array) {
    turn next;
    if (auto fault =
            read_turn(message, item_path("messages", out.size()), out, next))
      return fault;
    out.push_back(std::move(next));
  }
  return std::nullopt;
}

} // namespace bellwether::providers
