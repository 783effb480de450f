#include "providers/event_stream.hpp"

#include "providers/error_class.hpp"

#include <utility>

namespace bellwether::providers {

domain::failure cut_off() {
  return {.what = domain::failure_class::truncated,
          .status = stream_status,
          .detail = "The provider's stream ended before the answer did."};
}

std::optional<domain::failure> event_stream::feed(std::string_view bytes,
                                                  events& out) {
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

std::optional<domain::failure> event_stream::finish(events& out) {
  if (failed_ || complete_)
    return failed_;
  if (shape_ == stream_shape::body) {
    auto found = take_body(body_, out);
    complete_ = !found;
    return fail(std::move(found));
  }
  // What was cut in the middle is the cut's fault, not its own.
  fault found;
  if (sse_.finish() == sse_decoder::step::event && is_whole(sse_.data()))
    found = take_event(sse_.name(), sse_.data(), out);
  if (!found && !complete_)
    found = take_end(out);
  return fail(std::move(found));
}

event_stream::fault event_stream::fail(fault what) {
  failed_ = std::move(what);
  return failed_;
}

event_stream::fault event_stream::keep(std::string_view bytes) {
  if (body_.size() + bytes.size() > max_streamed_body_bytes)
    return fail(not_an_answer("The answer is too large."));
  body_ += bytes;
  return std::nullopt;
}

event_stream::fault event_stream::decode(events& out) {
  while (!complete_) {
    const auto step = sse_.next();
    if (step == sse_decoder::step::more)
      return std::nullopt;
    if (step == sse_decoder::step::too_large)
      return fail(not_an_answer("An event of the stream is too large."));
    if (auto found = take_event(sse_.name(), sse_.data(), out))
      return fail(std::move(found));
  }
  return std::nullopt;
}

} // namespace bellwether::providers
