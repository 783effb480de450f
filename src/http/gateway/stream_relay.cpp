#include "http/gateway/stream_relay.hpp"

#include "domain/request_facts.hpp"

#include <utility>

namespace bellwether::http {

namespace asio = boost::asio;

namespace {

using kind = providers::stream_event::kind;

std::string error_event(const domain::failure& why,
                        const domain::usage& so_far) {
  const std::string message =
      "the provider failed in the middle of its answer ("
      + std::string{to_string(why.what)} + ": " + why.detail
      + "); the text so far is incomplete";
  std::string out = R"(data: {"error":{"message":)" + json_string(message);
  out +=
      R"(,"type":"upstream_error","param":null,"code":"stream_interrupted",)";
  out += R"("usage":{"prompt_tokens":)" + std::to_string(so_far.prompt);
  out += R"(,"completion_tokens":)" + std::to_string(so_far.completion);
  out += R"(,"total_tokens":)" + std::to_string(so_far.total());
  out += R"(,"estimated":true}}})";
  out += "\n\n";
  return out;
}

} // namespace

stream_relay::stream_relay(caller& to,
                           std::unique_ptr<providers::stream_decoder> decoder,
                           bool wants_usage)
    : to_{to}, decoder_{std::move(decoder)}, wants_usage_{wants_usage} {}

std::optional<domain::failure> stream_relay::take(std::string_view bytes,
                                                  bool& over) {
  events_.clear();
  auto failed = bytes.empty() ? decoder_->finish(events_)
                              : decoder_->feed(bytes, events_);
  over = bytes.empty() || decoder_->complete();
  for (const auto& event : events_)
    prepare(event);
  return failed;
}

void stream_relay::prepare(const providers::stream_event& event) {
  if (event.what == kind::usage && !wants_usage_)
    return;
  has_content_ |= event.what == kind::content || event.what == kind::finish;
  content_chars_ += event.content_chars;
  out_ += "data: ";
  out_ += event.json;
  out_ += "\n\n";
}

asio::awaitable<bool> stream_relay::flush(header_list headers) {
  bool sent = false;
  if (started_) {
    sent = co_await to_.stream(out_);
  } else {
    started_ = true;
    sent = co_await to_.start_stream(std::move(headers), out_);
  }
  out_.clear();
  co_return sent;
}

asio::awaitable<bool> stream_relay::end(header_list closing) {
  std::string last;
  if (!to_.takes_trailers())
    for (const auto& [name, value] : std::exchange(closing, {}))
      last.append(": ").append(name).append(": ").append(value).append("\n\n");
  last += "data: [DONE]\n\n";
  const bool sent = co_await to_.stream(last);
  if (!sent)
    co_return false;
  const bool ended = co_await to_.end_stream(std::move(closing));
  co_return ended;
}

asio::awaitable<void> stream_relay::break_off(const domain::failure& why,
                                              std::int64_t prompt_chars) {
  const domain::usage so_far{
      .prompt = domain::estimate_tokens(prompt_chars),
      .completion = domain::estimate_tokens(content_chars_)};
  const auto event = error_event(why, so_far);
  co_await to_.stream(event);
  to_.close_after_answer();
}

} // namespace bellwether::http
