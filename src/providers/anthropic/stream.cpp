#include "providers/anthropic/stream.hpp"

#include "providers/anthropic/answer.hpp"
#include "providers/anthropic/blocks.hpp"
#include "providers/anthropic/chunk.hpp"
#include "providers/anthropic/usage.hpp"
#include "providers/error_body.hpp"
#include "providers/error_class.hpp"
#include "providers/event_stream.hpp"
#include "providers/json_dom.hpp"
#include "providers/openai/answer.hpp"

#include <utility>

namespace bellwether::providers::anthropic {

namespace {

using domain::failure;

class decoder final : public event_stream {
public:
  explicit decoder(decode_context context) : context_(context) {}

private:
  bool is_whole(std::string_view data) const override {
    return parse_json(data).error() == simdjson::SUCCESS;
  }

  fault take_event(std::string_view name, std::string_view data,
                   events& out) override {
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
    take(type.empty() ? name : type, event, out);
    return std::nullopt;
  }

  fault take_body(std::string_view body, events& out) override {
    auto read = read_message(std::string(body), stream_status, context_);
    if (auto* wrong = std::get_if<failure>(&read))
      return std::move(*wrong);
    const auto& whole = std::get<answer>(read);
    set_usage(whole.usage);
    append_completion_events(whole.body, out);
    return std::nullopt;
  }

  fault take_end(events&) override { return cut_off(); }

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
      take_message_delta(event);
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
      set_usage(counts_.total());
    }
  }

  void take_message_delta(const dom::element& event) {
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
    if (usage())
      out.push_back(chunks_.usage(*usage()));
    set_complete();
  }

  decode_context context_;
  chunk_writer chunks_;
  open_blocks blocks_{chunks_, context_};
  token_counts counts_;
  std::string stop_reason_;
};

} // namespace

std::unique_ptr<stream_decoder> make_stream_decoder(decode_context context) {
  return std::make_unique<decoder>(context);
}

} // namespace bellwether::providers::anthropic
