#include "providers/anthropic/stream.hpp"

#include "providers/anthropic/answer.hpp"
#include "providers/anthropic/blocks.hpp"
#include "providers/anthropic/chunk.hpp"
#include "providers/anthropic/usage.hpp"
#include "providers/error_body.hpp"
#include "providers/error_class.hpp"
#include "providers/json_dom.hpp"
#include "providers/openai/answer.hpp"
#include "providers/sse_decoder.hpp"
#include "providers/stream_shape.hpp"

#include <utility>

namespace bellwether::providers::anthropic {

namespace {

using domain::failure;
using events = std::vector<stream_event>;
using fault = std::optional<failure>;

// Streams begin only after a 200.
constexpr int stream_status = 200;

failure cut_off() {
  return {.what = domain::failure_class::truncated,
          .status = stream_status,
          .code = {},
          .detail = "The provider's stream ended before the answer did."};
}

class decoder final : public stream_decoder {
public:
  explicit decoder(decode_context context) : context_(std::move(context)) {}

  fault feed(std::string_view bytes, events& out) override {
    if (failed_ || complete_)
      return failed_;
    if (shape_ == stream_shape::unknown)
      shape_ = shape_of(bytes);
    if (shape_ == stream_shape::page)
      return fail(not_an_answer("The provider answered with an HTML page."));
    if (shape_ == stream_shape::body)
      return keep(bytes);
    sse_.feed(bytes);
    return decode(out);
  }

  fault finish(events& out) override {
    if (failed_ || complete_)
      return failed_;
    if (shape_ == stream_shape::body)
      return finish_body(out);
    // What was cut in the middle is the cut's fault, not its own.
    dom::element root;
    if (sse_.finish() == sse_decoder::step::event
        && parse_json(sse_.data()).get(root) == simdjson::SUCCESS) {
      if (auto found = take_event(out))
        return fail(*std::move(found));
    }
    return complete_ ? std::nullopt : fail(cut_off());
  }

  bool complete() const override { return complete_; }

  const std::optional<domain::usage>& usage() const override { return usage_; }

private:
  fault fail(failure what) {
    failed_ = std::move(what);
    return failed_;
  }

  fault keep(std::string_view bytes) {
    if (body_.size() + bytes.size() > max_streamed_body_bytes)
      return fail(not_an_answer("The answer is too large."));
    body_ += bytes;
    return std::nullopt;
  }

  fault decode(events& out) {
    for (;;) {
      switch (sse_.next()) {
        case sse_decoder::step::more:
          return std::nullopt;
        case sse_decoder::step::too_large:
          return fail(not_an_answer("An event of the stream is too large."));
        case sse_decoder::step::event:
          break;
      }
      if (auto found = take_event(out))
        return fail(*std::move(found));
      if (complete_)
        return std::nullopt;
    }
  }

  fault take_event(events& out) {
    const auto data = sse_.data();
    const auto name = sse_.name();
    if (name == "ping" || data == "[DONE]")
      return std::nullopt;
    dom::element event;
    const bool readable =
        parse_json(data).get(event) == simdjson::SUCCESS && event.is_object();
    const auto type = readable ? text_member(event, "type") : "";
    if (name == "error" || type == "error")
      return error_in(data);
    if (!readable)
      return not_an_answer("An event of the stream is not a JSON object.");
    take(type.empty() ? std::string_view(name) : type, event, out);
    return std::nullopt;
  }

  static fault error_in(std::string_view data) {
    auto error = read_embedded_error(data);
    if (!error)
      error = read_error_body(data).value_or(error_body{});
    return classify_embedded(*error, stream_status);
  }

  // Events of other types are the provider's own affair.
  void take(std::string_view type, const dom::element& event, events& out) {
    if (type == "message_start")
      return start(member_of(event, "message"), out);
    if (type == "content_block_start") {
      start(std::nullopt, out);
      blocks_.start(event, out);
    } else if (type == "content_block_delta") {
      blocks_.extend(event, out);
    } else if (type == "content_block_stop") {
      blocks_.stop(event, out);
    } else if (type == "message_delta") {
      take_end(event);
    } else if (type == "message_stop") {
      end(out);
    }
  }

  // Once; servers that open no message are opened by their first block.
  void start(const std::optional<dom::element>& message, events& out) {
    if (message)
      count(*message);
    if (chunks_.is_open())
      return;
    const auto id = message ? text_member(*message, "id") : "";
    const auto model = message ? text_member(*message, "model") : "";
    chunks_.open(id_or_own(id, context_), context_.created,
                 model.empty() ? context_.model : model);
    out.push_back(chunks_.role());
  }

  void count(const dom::element& holder) {
    if (const auto usage = member_of(holder, "usage")) {
      counts_.merge(*usage);
      usage_ = counts_.total();
    }
  }

  void take_end(const dom::element& event) {
    count(event);
    const auto delta = member_of(event, "delta");
    const auto reason =
        delta ? text_member(*delta, "stop_reason") : std::string_view{};
    if (!reason.empty())
      stop_reason_ = reason;
  }

  void end(events& out) {
    start(std::nullopt, out);
    blocks_.stop_all(out);
    out.push_back(
        chunks_.finish(finish_reason(stop_reason_, blocks_.has_calls())));
    if (usage_)
      out.push_back(chunks_.usage(*usage_));
    complete_ = true;
  }

  fault finish_body(events& out) {
    auto read = read_message(body_, stream_status, context_);
    if (auto* wrong = std::get_if<failure>(&read))
      return fail(std::move(*wrong));
    const auto& whole = std::get<answer>(read);
    usage_ = whole.usage;
    append_completion_events(whole.body, out);
    complete_ = true;
    return std::nullopt;
  }

  decode_context context_;
  sse_decoder sse_;
  chunk_writer chunks_;
  open_blocks blocks_{chunks_, context_};
  token_counts counts_;
  std::optional<domain::usage> usage_;
  std::string stop_reason_;
  std::string body_; ///< a body that is no stream
  fault failed_;
  stream_shape shape_ = stream_shape::unknown;
  bool complete_ = false;
};

} // namespace

std::unique_ptr<stream_decoder> make_stream_decoder(decode_context context) {
  return std::make_unique<decoder>(std::move(context));
}

} // namespace bellwether::providers::anthropic
