#include "simulator/anthropic/stream.hpp"

#include "simulator/anthropic/answer_json.hpp"
#include "simulator/json_text.hpp"
#include "simulator/stream_writer.hpp"

namespace bellwether::simulator {

namespace {

/// Writes the events of one message; counts its blocks.
class event_writer {
public:
  event_writer(const answer& a, reply_script& script)
      : answer_{a}, out_{script, a.quirks} {
    if (a.quirks.has(quirk::pings)) {
      out_.strew(R"({"type":"ping"})", "ping");
    }
    if (a.quirks.has(quirk::unknown_blocks)) {
      out_.strew(R"({"type":"future_event","of":["tomorrow",1]})",
                 "future_event");
    }
  }

  void begin() {
    constexpr std::size_t so_far = 1;
    event("message_start",
          R"("message":)"
              + message_text(
                  answer_, "", false,
                  answer_.drop_usage ? "" : anthropic_usage(answer_, so_far)));
    if (!answer_.drop_usage) {
      out_.usage(false);
    }
    event("ping", "");
    out_.opened();
  }

  void thoughts(const choice& c) {
    if (answer_.show_thoughts && !c.thoughts.empty()) {
      start(R"({"type":"thinking","thinking":"","signature":""})");
      for (const auto& token : c.thoughts) {
        delta(R"("thinking_delta","thinking":)" + json_text(token));
        out_.content({.tokens = 1, .thoughts = token.size()});
      }
      delta(R"("signature_delta","signature":")" + thought_signature(answer_)
            + "\"");
      stop();
    }
    if (answer_.quirks.has(quirk::redacted_thinking)) {
      start(R"({"type":"redacted_thinking","data":")" + redacted_data(answer_)
            + R"("})");
      stop();
    }
    if (answer_.quirks.has(quirk::unknown_blocks)) {
      start(R"({"type":"future_block","of":["tomorrow",1]})");
      delta(R"("future_delta","more":"of it")");
      stop();
    }
  }

  void text(const choice& c) {
    if (c.tokens.empty()) {
      return;
    }
    start(R"({"type":"text","text":""})");
    for (const auto& token : c.tokens) {
      delta(R"("text_delta","text":)" + json_text(token));
      out_.content({.tokens = 1, .text = token.size()});
    }
    if (answer_.quirks.has(quirk::unknown_blocks)) {
      delta(R"("citations_delta","citation":{"type":"future_citation"})");
    }
    stop();
  }

  void call(const made_call& made) {
    start(R"({"type":"tool_use","id":"toolu_)" + made.id + R"(","name":)"
          + json_text(made.name) + R"(,"input":{}})");
    if (answer_.quirks.has(quirk::empty_first_input_delta)) {
      delta(R"("input_json_delta","partial_json":"")");
    }
    for (const auto& piece : made.fragments) {
      if (!answer_.quirks.has(quirk::no_tool_input_deltas)) {
        delta(R"("input_json_delta","partial_json":)" + json_text(piece));
        out_.content({.tokens = 1, .calls = piece.size()});
      }
    }
    stop();
  }

  void end() {
    auto fields = R"("delta":{"stop_reason":)"
                  + std::string{stop_reason(answer_)} + R"(,"stop_sequence":)"
                  + stop_sequence_text(answer_) + "}";
    if (!answer_.drop_usage) {
      fields += R"(,"usage":)"
                + anthropic_usage(answer_, answer_.completion_tokens());
    }
    event("message_delta", fields);
    if (!answer_.drop_usage) {
      out_.usage(true);
    }
    out_.begin_end();
    event("message_stop", "");
    out_.finish();
  }

private:
  void event(std::string_view type, std::string_view fields) {
    text_.assign(R"({"type":")").append(type).append("\"");
    text_.append(fields.empty() ? "" : ",").append(fields).append("}");
    out_.event(text_, type);
  }

  std::string index() const {
    return R"("index":)" + std::to_string(block_) + ",";
  }

  void start(std::string_view block) {
    event("content_block_start",
          index() + R"("content_block":)" + std::string{block});
  }

  void delta(std::string_view fields) {
    event("content_block_delta",
          index() + R"("delta":{"type":)" + std::string{fields} + "}");
  }

  void stop() {
    event("content_block_stop", R"("index":)" + std::to_string(block_));
    ++block_;
  }

  const answer& answer_;
  stream_writer out_;
  std::string text_;
  std::size_t block_ = 0;
};

} // namespace

void stream_message(const answer& a, reply_script& script) {
  constexpr std::size_t event_size = 140;
  script.bytes.reserve(script.bytes.size()
                       + event_size * (a.completion_tokens() + 10));
  const auto& c = a.choices.front();
  event_writer write{a, script};
  write.begin();
  write.thoughts(c);
  write.text(c);
  for (const auto& call : c.calls) {
    write.call(call);
  }
  write.end();
}

} // namespace bellwether::simulator
