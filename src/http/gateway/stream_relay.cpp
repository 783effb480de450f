#include "http/gateway/stream_relay.hpp"

#include <utility>

namespace bellwether::http {

using kind = providers::stream_event::kind;

stream_relay::stream_relay(surfaces::inbound* form,
                           std::unique_ptr<providers::stream_decoder> decoder,
                           bool wants_usage)
    : form_{form}, decoder_{std::move(decoder)}, wants_usage_{wants_usage} {}

void stream_relay::bind(surfaces::inbound& form) {
  form_ = &form;
  if (started_)
    release();
}

std::optional<domain::failure> stream_relay::take(std::string_view bytes,
                                                  bool& over) {
  events_.clear();
  auto failed = bytes.empty() ? decoder_->finish(events_)
                              : decoder_->feed(bytes, events_);
  over = bytes.empty() || decoder_->complete();
  for (auto& event : events_)
    prepare(event);
  return failed;
}

void stream_relay::prepare(providers::stream_event& event) {
  if (event.what == kind::usage && !wants_usage_)
    return;
  content_chars_ += event.content_chars;
  started_ =
      started_ || event.what == kind::content || event.what == kind::finish;
  if (!started_ || form_ == nullptr) {
    held_.push_back(std::move(event));
    return;
  }
  release();
  form_->append_event(event, out_);
}

void stream_relay::release() {
  for (const auto& before : held_)
    form_->append_event(before, out_);
  held_.clear();
}

} // namespace bellwether::http
