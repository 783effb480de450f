#include "surfaces/messages/block_writer.hpp"

#include "providers/json_members.hpp"

namespace bellwether::surfaces::anthropic {

using providers::json_quote;

void append_sse(std::string_view name, std::string_view data,
                std::string& out) {
  out.append("event: ").append(name);
  out.append("\ndata: ").append(data).append("\n\n");
}

void block_writer::text(std::string_view text, std::string& out) {
  if (open_ != kind::text)
    enter(kind::text, R"({"type":"text","text":""})", out);
  delta("text_delta", "text", text, out);
}

void block_writer::thinking(std::string_view text, std::string& out) {
  if (open_ != kind::thinking)
    enter(kind::thinking, R"({"type":"thinking","thinking":"","signature":""})",
          out);
  if (!text.empty())
    delta("thinking_delta", "thinking", text, out);
}

void block_writer::signature(std::string_view text, std::string_view signature,
                             std::string& out) {
  if (open_ != kind::thinking)
    thinking(text, out);
  delta("signature_delta", "signature", signature, out);
  close(out);
}

void block_writer::whole(std::string_view block, std::string& out) {
  enter(kind::whole, block, out);
  close(out);
}

void block_writer::open_call(std::string_view head, std::string& out) {
  enter(kind::call, std::string(head) + "{}}", out);
}

void block_writer::arguments(std::string_view fragment, std::string& out) {
  delta("input_json_delta", "partial_json", fragment, out);
}

void block_writer::close(std::string& out) {
  if (open_ == kind::none)
    return;
  append_sse(
      "content_block_stop",
      R"({"type":"content_block_stop","index":)" + std::to_string(index_) + "}",
      out);
  open_ = kind::none;
  ++index_;
}

void block_writer::enter(kind wanted, std::string_view block,
                         std::string& out) {
  close(out);
  open_ = wanted;
  std::string data = R"({"type":"content_block_start","index":)"
                     + std::to_string(index_) + R"(,"content_block":)";
  append_sse("content_block_start", data.append(block) += '}', out);
}

void block_writer::delta(std::string_view type, std::string_view member,
                         std::string_view text, std::string& out) const {
  std::string data = R"({"type":"content_block_delta","index":)"
                     + std::to_string(index_) + R"(,"delta":{"type":")";
  data.append(type).append(R"(",")").append(member).append("\":");
  data += json_quote(text);
  append_sse("content_block_delta", data += "}}", out);
}

} // namespace bellwether::surfaces::anthropic
