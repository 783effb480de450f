// How an answer, or what a fault makes of it, gets onto the socket.
#include "simulator/exchange.hpp"
#include "simulator/provider.hpp"

#include <algorithm>
#include <string_view>

namespace bellwether::simulator {

namespace asio = boost::asio;

asio::awaitable<bool> exchange::deliver() {
  switch (fault_.kind) {
    case fault_kind::reset:
      co_return true;
    case fault_kind::garbage:
      co_return co_await connection_.send(
          "\x16\x03\x01 this is not HTTP \xff\xfe\r\n\r\n");
    case fault_kind::hang_after_headers:
      co_await send_head();
      co_return co_await hang();
    case fault_kind::trickle:
      co_return co_await send_head()
          && co_await crawl(script_.head_end, script_.bytes.size());
    case fault_kind::slow_headers:
      co_return co_await crawl(0, script_.head_end)
          && co_await play(script_.head_end);
    case fault_kind::keepalive_comments:
      co_return co_await send_head() && co_await keep_alive_comments()
          && co_await play(script_.head_end);
    default:
      co_return co_await play(0);
  }
}

asio::awaitable<bool> exchange::send_head() {
  const auto before = connection_.written();
  const std::string_view head{script_.bytes.data(), script_.head_end};
  const bool all = co_await connection_.send(head);
  sent_ = static_cast<std::size_t>(connection_.written() - before);
  co_return all;
}

asio::awaitable<bool> exchange::play(std::size_t from) {
  const std::string_view bytes{script_.bytes};
  const auto& ends = script_.content_ends;
  const auto n = ends.size();
  const auto interval = chunk_interval(behavior_);
  const auto start = clock::now();
  const auto due = [&](std::size_t i) {
    return start + interval * static_cast<std::int64_t>(i);
  };
  std::size_t sent = 0; // content events
  do {
    if (due(sent) > clock::now()
        && !co_await connection_.wait_until(due(sent))) {
      co_return false;
    }
    // What became due meanwhile goes out in the same write.
    const auto now = clock::now();
    while (sent < n && due(sent) <= now) {
      ++sent;
    }
    const auto to = sent == n ? bytes.size() : ends[sent - 1];
    auto part = bytes.substr(from, to - from);
    const auto before = connection_.written();
    const bool all = connection_.send_now(part)
                     && (part.empty() || co_await connection_.send(part));
    sent_ = from + static_cast<std::size_t>(connection_.written() - before);
    if (!all) {
      co_return false;
    }
    from = to;
    entry_->completion_tokens = sent;
  } while (sent < n);
  co_return true;
}

asio::awaitable<bool> exchange::crawl(std::size_t from, std::size_t to) {
  const std::string_view bytes{script_.bytes};
  auto due = clock::now();
  for (auto i = from; i < to; ++i) {
    if ((i > from && !co_await connection_.wait_until(due))
        || !co_await connection_.send(bytes.substr(i, 1))) {
      co_return false;
    }
    sent_ = i + 1;
    due += fault_.interval;
    const auto& ends = script_.content_ends;
    entry_->completion_tokens = static_cast<std::size_t>(
        std::ranges::upper_bound(ends, i + 1) - ends.begin());
  }
  co_return true;
}

asio::awaitable<bool> exchange::keep_alive_comments() {
  std::string comment;
  const auto& format = provider_.format(view_.to.speaks);
  append_chunk(comment, stream_ ? format.keep_alive(view_.to) : "\n");
  const auto start = clock::now();
  for (auto due = start; due < start + fault_.duration;) {
    due += fault_.interval;
    if (!co_await connection_.send(comment)
        || !co_await connection_.wait_until(due)) {
      co_return false;
    }
  }
  co_return true;
}

asio::awaitable<bool> exchange::hang() {
  co_await connection_.wait_until(clock::time_point::max());
  co_return false;
}

bool exchange::close_as_planned() {
  switch (fault_.kind) {
    case fault_kind::reset:
      connection_.reset();
      return false;
    case fault_kind::cut:
      if (fault_.mode == cut_mode::reset) {
        connection_.reset();
      }
      return false;
    case fault_kind::garbage:
    case fault_kind::close_after_response:
      return false;
    default:
      return request_.keep_alive;
  }
}

} // namespace bellwether::simulator
