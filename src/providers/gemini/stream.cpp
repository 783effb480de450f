#include "providers/gemini/stream.hpp"

#include "providers/error_body.hpp"
#include "providers/error_class.hpp"
#include "providers/event_stream.hpp"
#include "providers/gemini/body_finder.hpp"
#include "providers/gemini/chunk_writer.hpp"
#include "providers/gemini/fragment.hpp"
#include "providers/gemini/wire.hpp"
#include "providers/json_dom.hpp"
#include "providers/json_members.hpp"

#include <string>
#include <utility>

namespace bellwether::providers::gemini {

namespace {

using domain::failure;
using events = std::vector<stream_event>;
using fault = std::optional<failure>;

bool is_json(std::string_view text) {
  return parse_json(text).error() == simdjson::SUCCESS;
}

class gemini_stream_decoder final : public stream_decoder {
public:
  explicit gemini_stream_decoder(decode_context context)
      : many_choices_(context.many_choices), chunks_(context) {}

  fault feed(std::string_view bytes, events& out) override {
    if (failed_ || complete_)
      return failed_;
    const auto split = body_.empty() ? finder_.find(bytes) : 0;
    sse_.feed(bytes.substr(0, split));
    decode(out);
    if (!failed_ && !complete_)
      keep(bytes.substr(split));
    return failed_;
  }

  fault finish(events& out) override {
    if (failed_ || complete_)
      return failed_;
    if (sse_.finish() == sse_decoder::step::event && is_json(sse_.data()))
      take(sse_.data(), out);
    if (!failed_ && !complete_ && !body_.empty())
      take_body(out);
    if (failed_ || complete_)
      return failed_;
    if (chunks_.is_finished())
      end(out);
    else
      failed_ = cut_off();
    return failed_;
  }

  bool complete() const override { return complete_; }

  const std::optional<domain::usage>& usage() const override { return usage_; }

private:
  void keep(std::string_view bytes) {
    if (body_.size() + bytes.size() > max_streamed_body_bytes)
      failed_ = not_an_answer("The answer is too large.");
    else
      body_ += bytes;
  }

  void decode(events& out) {
    while (!failed_ && !complete_) {
      switch (sse_.next()) {
        case sse_decoder::step::more:
          return;
        case sse_decoder::step::too_large:
          failed_ = not_an_answer("An event of the stream is too large.");
          return;
        case sse_decoder::step::event:
          take(sse_.data(), out);
      }
    }
  }

  // One event's data, or one element of an array.
  void take(std::string_view text, events& out) {
    const auto data = trimmed_body(text);
    // Google sends none, but those who stand between may.
    if (data.empty() || data == "[DONE]")
      return;
    auto read = read_fragment(data, stream_status);
    if (auto* wrong = std::get_if<failure>(&read)) {
      failed_ = std::move(*wrong);
      return;
    }
    const auto& said = std::get<fragment>(read);
    if (said.usage)
      usage_ = said.usage;
    failed_ = chunks_.write(said, out);
    if (!failed_ && said.usage && !many_choices_ && chunks_.is_finished())
      end(out);
  }

  void take_body(events& out) {
    const auto body = trimmed_body(body_);
    const bool whole = body.ends_with('}') || body.ends_with(']');
    if (!is_html(body) && !whole) {
      failed_ = cut_off();
    } else if (body.starts_with('[') && is_json(body)) {
      element_scanner elements(body);
      std::string_view element;
      while (!failed_ && !complete_ && elements.next(element))
        take(element, out);
    } else {
      take(body, out);
    }
  }

  void end(events& out) {
    if (usage_)
      chunks_.write_usage(*usage_, out);
    complete_ = true;
  }

  bool many_choices_;
  body_finder finder_;
  sse_decoder sse_;
  std::string body_; ///< what is no event: a document, or an error's
  chunk_writer chunks_;
  std::optional<domain::usage> usage_;
  fault failed_;
  bool complete_ = false;
};

} // namespace

std::unique_ptr<stream_decoder> make_stream_decoder(decode_context context) {
  return std::make_unique<gemini_stream_decoder>(context);
}

} // namespace bellwether::providers::gemini
