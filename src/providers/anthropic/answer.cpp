#include "providers/anthropic/answer.hpp"

#include "providers/answer_body.hpp"
#include "providers/anthropic/json_writer.hpp"
#include "providers/anthropic/tool_ids.hpp"
#include "providers/anthropic/usage.hpp"
#include "providers/error_body.hpp"
#include "providers/error_class.hpp"
#include "providers/json_dom.hpp"

namespace bellwether::providers::anthropic {

namespace {

using domain::failure;

// The blocks of a message, put together as OpenAI has them.
class message_parts {
public:
  explicit message_parts(const decode_context& context) : context_(context) {}

  // Blocks of other types are the provider's own affair.
  void add(const dom::element& block) {
    const auto type = text_member(block, "type");
    if (type == "text") {
      text_ += text_member(block, "text");
    } else if (type == "thinking") {
      reasoning_ += text_member(block, "thinking");
      if (!text_member(block, "signature").empty())
        thinking_.add(simdjson::minify(block));
    } else if (type == "redacted_thinking") {
      thinking_.add(simdjson::minify(block));
    } else if (type == "tool_use") {
      add_call(block);
    }
  }

  bool has_calls() const { return !calls_.empty(); }

  std::string take() {
    object_writer out;
    out.text("role", "assistant");
    if (text_.empty() && has_calls())
      out.json("content", "null");
    else
      out.text("content", text_);
    out.json("refusal", "null");
    if (!reasoning_.empty())
      out.text("reasoning_content", reasoning_);
    if (!thinking_.empty())
      out.json("thinking_blocks", thinking_.take());
    if (has_calls())
      out.json("tool_calls", calls_.take());
    return out.take();
  }

private:
  void add_call(const dom::element& block) {
    const auto input = member_of(block, "input");
    const bool is_object = input && input->is_object();
    const auto id =
        call_id_or_own(text_member(block, "id"), context_, calls_.count());
    calls_.add(object_writer()
                   .text("id", id)
                   .text("type", "function")
                   .json("function",
                         object_writer()
                             .text("name", text_member(block, "name"))
                             .text("arguments",
                                   is_object ? simdjson::minify(*input) : "{}")
                             .take())
                   .take());
  }

  const decode_context& context_;
  std::string text_;
  std::string reasoning_;
  array_writer thinking_;
  array_writer calls_;
};

answer completion_of(const dom::element& root, const dom::array& content,
                     const decode_context& context) {
  message_parts parts(context);
  for (const auto block : content)
    parts.add(block);
  const auto reason =
      finish_reason(text_member(root, "stop_reason"), parts.has_calls());
  array_writer choices;
  choices.add(object_writer()
                  .number("index", 0)
                  .json("message", parts.take())
                  .json("logprobs", "null")
                  .text("finish_reason", reason)
                  .take());
  token_counts counts;
  if (const auto usage = member_of(root, "usage"))
    counts.merge(*usage);
  const auto model = text_member(root, "model");
  object_writer out;
  out.text("id", id_or_own(text_member(root, "id"), context))
      .text("object", "chat.completion")
      .number("created", context.created)
      .text("model", model.empty() ? context.model : model)
      .json("choices", choices.take());
  const auto used = counts.total();
  if (used)
    out.json("usage", usage_json(*used));
  return {out.take(), used};
}

} // namespace

std::string_view finish_reason(std::string_view stop_reason, bool has_calls) {
  if (stop_reason == "max_tokens"
      || stop_reason == "model_context_window_exceeded")
    return "length";
  if (stop_reason == "tool_use")
    return "tool_calls";
  if (stop_reason == "refusal")
    return "content_filter";
  if (stop_reason == "end_turn" || stop_reason == "stop_sequence"
      || stop_reason == "pause_turn")
    return "stop";
  return has_calls ? "tool_calls" : "stop";
}

std::string id_or_own(std::string_view id, const decode_context& context) {
  return id.empty() ? "chatcmpl-" + std::string(context.request_id)
                    : std::string(id);
}

std::string call_id_or_own(std::string_view id, const decode_context& context,
                           std::size_t place) {
  if (!id.empty())
    return clean_tool_id(id);
  return clean_tool_id("call_" + std::string(context.request_id) + "_"
                       + std::to_string(place));
}

std::variant<answer, failure> read_message(std::string_view body, int status,
                                           const decode_context& context) {
  dom::element root;
  if (auto failed = parse_answer(body, status, root))
    return *std::move(failed);
  dom::array content;
  const auto member = member_of(root, "content");
  if (member && member->get_array().get(content) == simdjson::SUCCESS
      && !member_of(root, "error"))
    return completion_of(root, content, context);
  if (const auto error = read_embedded_error(body))
    return classify_embedded(*error, status);
  return not_an_answer("The answer holds no content.", status);
}

} // namespace bellwether::providers::anthropic
