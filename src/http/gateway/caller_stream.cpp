#include "http/gateway/caller_stream.hpp"

#include <utility>

namespace bellwether::http {

namespace asio = boost::asio;

caller_stream::caller_stream(caller& to, surfaces::inbound& form,
                             std::chrono::milliseconds keep_alive,
                             std::function<header_list()> head)
    : to_{to},
      form_{form},
      interval_{keep_alive},
      head_{std::move(head)},
      silence_{to.home().deadlines(), [this] {
                 this->keep_alive();
               }} {
  if (interval_.count() > 0)
    silence_.arm_after(interval_);
}

/// A caller that does not take what it was sent needs no comment.
void caller_stream::keep_alive() {
  constexpr std::string_view comment = ": keep-alive\n\n";
  if (std::exchange(opened_, true))
    to_.stream_now(comment);
  else
    to_.start_stream_now(head_(), comment);
  silence_.arm_after(interval_);
}

asio::awaitable<bool> caller_stream::send(std::string_view bytes) {
  silence_.disarm();
  bool sent = false;
  if (std::exchange(opened_, true)) {
    sent = co_await to_.stream(bytes);
  } else {
    auto head = head_();
    sent = co_await to_.start_stream(std::move(head), bytes);
  }
  if (interval_.count() > 0)
    silence_.arm_after(interval_);
  co_return sent;
}

asio::awaitable<bool> caller_stream::end(header_list closing) {
  std::string last;
  if (!to_.takes_trailers())
    for (const auto& [name, value] : std::exchange(closing, {}))
      last.append(": ").append(name).append(": ").append(value).append("\n\n");
  form_.append_end(last);
  const bool sent = co_await send(last);
  silence_.disarm();
  if (!sent)
    co_return false;
  const bool ended = co_await to_.end_stream(std::move(closing));
  co_return ended;
}

asio::awaitable<bool> caller_stream::break_off(surfaces::stream_fault why) {
  std::string last;
  form_.append_fault(why, last);
  const bool sent = co_await send(last);
  silence_.disarm();
  to_.close_after_answer();
  co_return sent;
}

} // namespace bellwether::http
