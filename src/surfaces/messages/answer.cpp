#include "surfaces/messages/answer.hpp"

#include "providers/json_members.hpp"
#include "providers/openai/usage.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::surfaces::anthropic {

namespace {

using providers::json_quote;
using providers::member_of;
using providers::text_member;
namespace dom = providers::dom;

void append_block(std::string_view block, std::string& content) {
  if (!content.empty())
    content += ',';
  content += block;
}

void append_text(std::string_view text, std::string& content) {
  if (!text.empty())
    append_block(R"({"type":"text","text":)" + json_quote(text) + "}", content);
}

// Signed blocks must come back as they are, so the caller always gets them.
void append_thinking(const dom::element& message, const answer_style& style,
                     std::string& content) {
  const auto blocks = member_of(message, "thinking_blocks");
  dom::array array;
  if (blocks && blocks->get_array().get(array) == simdjson::SUCCESS
      && array.size() > 0) {
    for (const auto block : array)
      append_block(simdjson::minify(block), content);
    return;
  }
  const auto text = plain_reasoning(message);
  if (style.shows_thinking && !text.empty())
    append_block(R"({"type":"thinking","thinking":)" + json_quote(text)
                     + R"(,"signature":""})",
                 content);
}

// The arguments are checked and copied instead of parsed: no nesting in them
// can exhaust the stack.
std::string_view input_of(std::string_view arguments) {
  const auto first = arguments.find_first_not_of(" \t\r\n");
  const bool is_object = first != arguments.npos && arguments[first] == '{'
                         && nlohmann::json::accept(arguments);
  return is_object ? arguments : "{}";
}

std::size_t append_calls(const dom::element& message, const answer_style& style,
                         std::string& content) {
  const auto calls = member_of(message, "tool_calls");
  dom::array array;
  if (!calls || calls->get_array().get(array) != simdjson::SUCCESS)
    return 0;
  std::size_t count = 0;
  for (const auto call : array) {
    const auto function = member_of(call, "function");
    if (!function)
      continue;
    auto block = call_head(call_id(text_member(call, "id"), style.id, count++),
                           text_member(*function, "name"), extra_content(call));
    block += input_of(text_member(*function, "arguments"));
    block += '}';
    append_block(block, content);
  }
  return count;
}

} // namespace

std::string answer_of(std::string_view completion, const answer_style& style) {
  dom::element root;
  if (providers::parse_json(completion).get(root) != simdjson::SUCCESS)
    return message_json(style, {}, {}, R"("end_turn")", {});
  std::string content;
  std::size_t calls = 0;
  std::string_view finish;
  if (const auto choice = first_choice(root)) {
    finish = text_member(*choice, "finish_reason");
    if (const auto message = member_of(*choice, "message")) {
      append_thinking(*message, style, content);
      append_text(content_text(*message), content);
      append_text(text_member(*message, "refusal"), content);
      calls = append_calls(*message, style, content);
    }
  }
  const auto usage = member_of(root, "usage");
  const auto used = usage ? providers::read_usage(*usage) : std::nullopt;
  return message_json(style, text_member(root, "model"), content,
                      json_quote(stop_reason(finish, calls > 0)),
                      used.value_or(domain::usage{}));
}

} // namespace bellwether::surfaces::anthropic
