#include "surfaces/messages/turns.hpp"

#include "surfaces/messages/parts.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace bellwether::surfaces::anthropic {

namespace {

constexpr auto replace = json::error_handler_t::replace;

// The text of a message or its blocks, each given to `take(block, path)`.
template <class Take>
json read_blocks(const json& content, const std::string& path,
                 fault_log& faults, Take take) {
  json parts = json::array();
  if (!content.is_array()) {
    faults.wrong_type(path, "a string or an array of blocks");
    return parts;
  }
  for (std::size_t i = 0; i < content.size(); ++i)
    take(content[i], item_path(path, i), parts);
  return parts;
}

json result_content(const json& block, const std::string& path,
                    fault_log& faults) {
  const auto* content = find(block, "content");
  if (content == nullptr)
    return json::array();
  if (const auto* text = content->get_ptr<const std::string*>())
    return text->empty() ? json::array()
                         : json::array({{{"type", "text"}, {"text", *text}}});
  return read_blocks(
      *content, path, faults,
      [&faults](const json& part, const std::string& place, json& parts) {
        append_part(part, place, "text or images in a tool_result", parts,
                    faults);
        if (!parts.empty() && parts.back().contains("file"))
          faults.unsupported(place + ".type", "document",
                             "send it beside the tool_result");
      });
}

void append_result(const json& block, const std::string& path, json& chat,
                   fault_log& faults) {
  json message = {{"role", "tool"},
                  {"tool_call_id", faults.text(block, path, "tool_use_id")}};
  auto parts = result_content(block, path + ".content", faults);
  pass_cache_mark(block, parts);
  message["content"] = text_or_parts(std::move(parts), "\n");
  if (faults.flag(block, path, "is_error"))
    message["is_error"] = true;
  chat.push_back(std::move(message));
}

// Tool results become messages of their own, which must follow the calls at
// once: what else the user says comes behind them, in whatever order it came.
void append_user(const json& content, const std::string& path, json& chat,
                 fault_log& faults) {
  const auto before = chat.size();
  auto parts = read_blocks(
      content, path, faults,
      [&](const json& block, const std::string& place, json& all) {
        if (type_of(block, place, faults) == "tool_result")
          append_result(block, place, chat, faults);
        else
          append_part(block, place,
                      "text, image, document or tool_result blocks in a user "
                      "message",
                      all, faults);
      });
  if (parts.empty() && chat.size() > before)
    return;
  // Several texts stay apart: their author drew the lines.
  const bool single = parts.size() < 2;
  chat.push_back({{"role", "user"},
                  {"content", single ? text_or_parts(std::move(parts), {})
                                     : std::move(parts)}});
}

json call_of(const json& block, const std::string& path, fault_log& faults) {
  const auto* input = find(block, "input");
  if (input != nullptr && !input->is_object())
    faults.wrong_type(path + ".input", "an object");
  json call = {
      {"id", faults.text(block, path, "id")},
      {"type", "function"},
      {"function",
       {{"name", faults.text(block, path, "name")},
        {"arguments",
         input == nullptr ? "{}" : input->dump(-1, ' ', false, replace)}}}};
  // What the answer gave beside the call: Gemini's thought signature.
  if (const auto* extra = find(block, "extra_content"))
    call["extra_content"] = *extra;
  return call;
}

// The parts of an assistant's message that are not its text.
struct assistant_turn {
  json calls = json::array();
  json thoughts = json::array(); ///< signed or redacted
  std::string reasoning;
};

void read_thinking(const json& block, const std::string& path,
                   assistant_turn& out, fault_log& faults) {
  out.reasoning += faults.text(block, path, "thinking");
  // Without a signature it is another provider's, which Anthropic refuses.
  if (!faults.optional_text(block, path, "signature").empty())
    out.thoughts.push_back(block);
}

void read_said(const json& block, const std::string& path, json& parts,
               assistant_turn& out, fault_log& faults) {
  const auto type = type_of(block, path, faults);
  if (type == "text")
    append_text(block, path, parts, faults);
  else if (type == "tool_use")
    out.calls.push_back(call_of(block, path, faults));
  else if (type == "thinking")
    read_thinking(block, path, out, faults);
  else if (type == "redacted_thinking")
    out.thoughts.push_back(block);
  else
    faults.unsupported(path + ".type", type,
                       "send text, thinking or tool_use blocks in an "
                       "assistant message");
}

void append_assistant(const json& content, const std::string& path, json& chat,
                      fault_log& faults) {
  assistant_turn said;
  auto parts =
      read_blocks(content, path, faults,
                  [&](const json& block, const std::string& place, json& all) {
                    read_said(block, place, all, said, faults);
                  });
  const bool silent = parts.empty() && !said.calls.empty();
  json message = {{"role", "assistant"}};
  message["content"] =
      silent ? json(nullptr) : text_or_parts(std::move(parts), {});
  if (!said.reasoning.empty())
    message["reasoning_content"] = std::move(said.reasoning);
  if (!said.thoughts.empty())
    message["thinking_blocks"] = std::move(said.thoughts);
  if (!said.calls.empty())
    message["tool_calls"] = std::move(said.calls);
  chat.push_back(std::move(message));
}

} // namespace

void append_system(const json& content, const std::string& path, json& chat,
                   fault_log& faults) {
  auto text = content;
  if (!content.is_string()) {
    auto parts = read_blocks(
        content, path, faults,
        [&faults](const json& block, const std::string& place, json& all) {
          const auto type = type_of(block, place, faults);
          if (type == "text")
            append_text(block, place, all, faults);
          else
            faults.unsupported(place + ".type", type, "send text blocks");
        });
    text = text_or_parts(std::move(parts), "\n\n");
  }
  if (!text.is_string() || !text.get_ref<const std::string&>().empty())
    chat.push_back({{"role", "system"}, {"content", std::move(text)}});
}

void append_turn(const json& message, const std::string& path, json& chat,
                 fault_log& faults) {
  const auto role = faults.text(message, path, "role");
  const auto place = path + ".content";
  const auto* content = find(message, "content");
  if (content == nullptr)
    return faults.missing(place, "a string or an array of blocks");
  if (role == "system")
    return append_system(*content, place, chat, faults);
  if (role != "user" && role != "assistant")
    return faults.unsupported(path + ".role", role, "send user or assistant");
  if (content->is_string())
    chat.push_back({{"role", role}, {"content", *content}});
  else if (role == "user")
    append_user(*content, place, chat, faults);
  else
    append_assistant(*content, place, chat, faults);
}

} // namespace bellwether::surfaces::anthropic
