#include "surfaces/messages/message.hpp"

#include "providers/json_members.hpp"

#include <algorithm>

namespace bellwether::surfaces::anthropic {

namespace {

using providers::json_quote;
using providers::member_of;
using providers::text_member;
using providers::text_of;
namespace dom = providers::dom;

bool fits_id(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
         || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

} // namespace

std::string message_id(std::string_view call) {
  std::string out = "msg_";
  std::copy_if(call.begin(), call.end(), std::back_inserter(out), fits_id);
  return out;
}

std::string usage_json(const domain::usage& used) {
  const auto input =
      std::max<std::int64_t>(0, used.prompt - used.cached - used.cache_write);
  return R"({"input_tokens":)" + std::to_string(input)
         + R"(,"cache_creation_input_tokens":)"
         + std::to_string(used.cache_write) + R"(,"cache_read_input_tokens":)"
         + std::to_string(used.cached) + R"(,"output_tokens":)"
         + std::to_string(used.completion) + "}";
}

std::string message_json(const answer_style& style, std::string_view model,
                         std::string_view content, std::string_view stop_reason,
                         const domain::usage& used) {
  std::string out = R"({"id":)" + json_quote(style.id);
  out += R"(,"type":"message","role":"assistant","model":)";
  out += json_quote(model.empty() ? style.model : model);
  out += R"(,"content":[)";
  out += content;
  out += R"(],"stop_reason":)";
  out += stop_reason;
  out += R"(,"stop_sequence":null,"usage":)";
  out += usage_json(used);
  out += '}';
  return out;
}

std::string_view stop_reason(std::string_view finish_reason, bool has_calls) {
  if (finish_reason == "length")
    return "max_tokens";
  if (finish_reason == "content_filter")
    return "refusal";
  const bool calls =
      finish_reason == "tool_calls" || finish_reason == "function_call";
  return calls || has_calls ? "tool_use" : "end_turn";
}

std::optional<dom::element> first_choice(const dom::element& root) {
  const auto choices = member_of(root, "choices");
  dom::array array;
  if (!choices || choices->get_array().get(array) != simdjson::SUCCESS)
    return std::nullopt;
  for (const auto choice : array) {
    const auto index = member_of(choice, "index");
    if (!index || providers::integer_of(*index).value_or(0) == 0)
      return choice;
  }
  return std::nullopt;
}

std::string_view plain_reasoning(const dom::element& message) {
  const auto text = text_member(message, "reasoning_content");
  return text.empty() ? text_member(message, "reasoning") : text;
}

std::string content_text(const dom::element& message) {
  const auto content = member_of(message, "content");
  dom::array parts;
  if (!content || content->get_array().get(parts) != simdjson::SUCCESS)
    return content ? std::string(text_of(*content)) : std::string{};
  std::string out;
  for (const auto part : parts)
    out += text_member(part, "text");
  return out;
}

std::string call_id(std::string_view id, std::string_view message,
                    std::size_t position) {
  if (!id.empty())
    return std::string(id);
  // Every provider takes 40 characters.
  constexpr std::size_t most = 40;
  auto out = "toolu_" + std::to_string(position) + "_";
  message.remove_prefix(std::min(message.size(), std::size_t{4}));
  out += message.substr(0, most - out.size());
  return out;
}

std::string call_head(std::string_view id, std::string_view name,
                      std::string_view extra_content) {
  std::string out = R"({"type":"tool_use","id":)" + json_quote(id)
                    + R"(,"name":)" + json_quote(name);
  if (!extra_content.empty())
    out.append(R"(,"extra_content":)").append(extra_content);
  out += R"(,"input":)";
  return out;
}

std::string extra_content(const dom::element& call) {
  const auto extra = member_of(call, "extra_content");
  return extra ? simdjson::minify(*extra) : std::string{};
}

} // namespace bellwether::surfaces::anthropic
