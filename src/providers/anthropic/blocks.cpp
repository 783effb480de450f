#include "providers/anthropic/blocks.hpp"

#include "providers/anthropic/answer.hpp"
#include "providers/anthropic/json_writer.hpp"

namespace bellwether::providers::anthropic {

namespace {

std::int64_t index_of(const dom::element& event) {
  const auto index = member_of(event, "index");
  return index ? integer_of(*index).value_or(0) : 0;
}

// The arguments of servers that send a call whole.
std::string input_of(const dom::element& content) {
  const auto input = member_of(content, "input");
  return input && input->is_object() ? simdjson::minify(*input) : "{}";
}

} // namespace

void open_blocks::start(const dom::element& event, events& out) {
  const auto content = member_of(event, "content_block");
  if (!content)
    return;
  const auto type = text_member(*content, "type");
  auto& into = open_[index_of(event)];
  into = {};
  if (type == "text") {
    into.what = kind::text;
    add_text(text_member(*content, "text"), out);
  } else if (type == "thinking") {
    into.what = kind::thinking;
    into.proof = text_member(*content, "signature");
    add_thought(text_member(*content, "thinking"), into, out);
  } else if (type == "redacted_thinking") {
    into.what = kind::redacted;
    into.proof = text_member(*content, "data");
  } else if (type == "tool_use") {
    open_call(*content, into, out);
  }
}

void open_blocks::open_call(const dom::element& content, block& into,
                            events& out) {
  into.what = kind::call;
  into.place = calls_++;
  into.input = input_of(content);
  const auto id =
      call_id_or_own(text_member(content, "id"), context_, into.place);
  out.push_back(chunks_.call(into.place, id, text_member(content, "name")));
}

void open_blocks::extend(const dom::element& event, events& out) {
  const auto delta = member_of(event, "delta");
  const auto at = open_.find(index_of(event));
  if (!delta || at == open_.end())
    return;
  auto& into = at->second;
  const auto type = text_member(*delta, "type");
  if (type == "text_delta" && into.what == kind::text) {
    add_text(text_member(*delta, "text"), out);
  } else if (type == "thinking_delta" && into.what == kind::thinking) {
    add_thought(text_member(*delta, "thinking"), into, out);
  } else if (type == "signature_delta" && into.what == kind::thinking) {
    into.proof += text_member(*delta, "signature");
  } else if (type == "input_json_delta" && into.what == kind::call) {
    const auto piece = text_member(*delta, "partial_json");
    if (piece.empty())
      return;
    into.has_pieces = true;
    out.push_back(chunks_.arguments(into.place, piece));
  }
}

void open_blocks::stop(const dom::element& event, events& out) {
  const auto at = open_.find(index_of(event));
  if (at == open_.end())
    return;
  close(at->second, out);
  open_.erase(at);
}

void open_blocks::stop_all(events& out) {
  for (const auto& [index, each] : open_)
    close(each, out);
  open_.clear();
}

void open_blocks::add_text(std::string_view text, events& out) const {
  if (!text.empty())
    out.push_back(chunks_.text("content", text));
}

void open_blocks::add_thought(std::string_view text, block& into,
                              events& out) const {
  if (text.empty())
    return;
  into.thought += text;
  out.push_back(chunks_.text("reasoning_content", text));
}

void open_blocks::close(const block& done, events& out) const {
  // A call without arguments has no pieces, and "" is no JSON.
  if (done.what == kind::call && !done.has_pieces)
    out.push_back(chunks_.arguments(done.place, done.input));
  if (done.proof.empty())
    return;
  object_writer signed_block;
  if (done.what == kind::redacted)
    signed_block.text("type", "redacted_thinking").text("data", done.proof);
  else
    signed_block.text("type", "thinking")
        .text("thinking", done.thought)
        .text("signature", done.proof);
  out.push_back(chunks_.thought(signed_block.take()));
}

} // namespace bellwether::providers::anthropic
