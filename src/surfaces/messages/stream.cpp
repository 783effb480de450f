#include "surfaces/messages/stream.hpp"

#include "providers/json_members.hpp"
#include "providers/openai/usage.hpp"

#include <utility>

namespace bellwether::surfaces::anthropic {

namespace {

using providers::integer_of;
using providers::json_quote;
using providers::member_of;
using providers::text_member;
namespace dom = providers::dom;

} // namespace

message_stream::message_stream(answer_style style)
    : style_{std::move(style)}, calls_{style_.id} {}

void message_stream::take(std::string_view chunk, std::string& out) {
  dom::element root;
  if (providers::parse_json(chunk).get(root) != simdjson::SUCCESS)
    return;
  start(text_member(root, "model"), out);
  if (const auto usage = member_of(root, "usage"))
    used_ = providers::read_usage(*usage).value_or(used_);
  const auto choice = first_choice(root);
  if (!choice)
    return;
  if (const auto delta = member_of(*choice, "delta"))
    take_delta(*delta, out);
  const auto finish = text_member(*choice, "finish_reason");
  if (finish.empty())
    return;
  finish_reason_ = finish;
  settle(out);
}

void message_stream::end(std::string& out) {
  start({}, out);
  settle(out);
  append_sse("message_delta",
             R"({"type":"message_delta","delta":{"stop_reason":)"
                 + json_quote(stop_reason(finish_reason_, !calls_.empty()))
                 + R"(,"stop_sequence":null},"usage":)" + usage_json(used_)
                 + "}",
             out);
  append_sse("message_stop", R"({"type":"message_stop"})", out);
}

void message_stream::start(std::string_view model, std::string& out) {
  if (std::exchange(started_, true))
    return;
  // Nothing is counted yet. Anthropic, too, starts with one token of output.
  const domain::usage unknown{.completion = 1};
  append_sse("message_start",
             R"({"type":"message_start","message":)"
                 + message_json(style_, model, {}, "null", unknown) + "}",
             out);
}

void message_stream::take_delta(const dom::element& delta, std::string& out) {
  // Where signed blocks come at once with their text, they are the text.
  if (const auto blocks = member_of(delta, "thinking_blocks"))
    take_blocks(*blocks, out);
  else if (style_.shows_thinking)
    put({piece::kind::thinking, std::string(plain_reasoning(delta)), {}}, out);
  put({piece::kind::text, content_text(delta), {}}, out);
  put({piece::kind::text, std::string(text_member(delta, "refusal")), {}}, out);
  if (const auto calls = member_of(delta, "tool_calls"))
    take_calls(*calls, out);
}

void message_stream::take_blocks(const dom::element& blocks, std::string& out) {
  dom::array array;
  if (blocks.get_array().get(array) != simdjson::SUCCESS)
    return;
  for (const auto block : array) {
    if (text_member(block, "type") == "thinking")
      put({piece::kind::signed_thinking,
           std::string(text_member(block, "thinking")),
           std::string(text_member(block, "signature"))},
          out);
    else
      put({piece::kind::whole, simdjson::minify(block), {}}, out);
  }
}

void message_stream::take_calls(const dom::element& calls, std::string& out) {
  dom::array array;
  if (calls.get_array().get(array) != simdjson::SUCCESS)
    return;
  for (const auto call : array) {
    call_fragment fragment;
    if (const auto index = member_of(call, "index"))
      fragment.index = integer_of(*index);
    fragment.id = text_member(call, "id");
    fragment.extra_content = extra_content(call);
    if (const auto function = member_of(call, "function")) {
      fragment.name = text_member(*function, "name");
      fragment.arguments = text_member(*function, "arguments");
    }
    calls_.take(fragment, blocks_, out);
  }
  if (calls_.idle())
    write_late(out);
}

void message_stream::put(piece next, std::string& out) {
  if (next.text.empty() && next.signature.empty())
    return;
  if (calls_.idle())
    write(next, out);
  else
    late_.push_back(std::move(next));
}

void message_stream::write(const piece& next, std::string& out) {
  switch (next.what) {
    case piece::kind::text:
      return blocks_.text(next.text, out);
    case piece::kind::thinking:
      return blocks_.thinking(next.text, out);
    case piece::kind::signed_thinking:
      return blocks_.signature(next.text, next.signature, out);
    case piece::kind::whole:
      return blocks_.whole(next.text, out);
  }
}

void message_stream::write_late(std::string& out) {
  for (const auto& next : std::exchange(late_, {}))
    write(next, out);
}

void message_stream::settle(std::string& out) {
  calls_.finish(blocks_, out);
  write_late(out);
  blocks_.close(out);
}

} // namespace bellwether::surfaces::anthropic
