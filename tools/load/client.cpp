#include "load/client.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <utility>

namespace bellwether::load {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using std::chrono::duration_cast;
using std::chrono::microseconds;

client::client(run_context& run) : run_{run}, socket_{run.io} {}

client::~client() {
  run_.deadlines.remove(*this);
}

asio::awaitable<void> client::exchange(bool stream,
                                       clock::time_point intended) {
  intended_ = intended;
  timed_out_ = false;
  deadline = clock::now() + run_.chosen.timeout;
  run_.deadlines.add(*this);
  const bool kept = socket_.is_open();
  co_await attempt(stream);
  // A connection may have been closed while it was idle: that is no failure.
  if (kept && !response_.begun() && !timed_out_) {
    run_.results.add_reconnect();
    close();
    co_await attempt(stream);
  }
  run_.deadlines.remove(*this);
  if (!response_.done() || !response_.keep_alive()) {
    close();
  }
  outcome_.latency = duration_cast<microseconds>(clock::now() - intended_);
  run_.results.add(outcome_);
}

void client::expire() {
  timed_out_ = true;
  close();
}

void client::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

asio::awaitable<void> client::attempt(bool stream) {
  outcome_ = {};
  outcome_.stream = stream;
  response_ = {};
  events_ = {};
  body_.clear();
  if (!socket_.is_open() && !co_await connect()) {
    co_return;
  }
  const auto& text = stream ? run_.texts.streaming : run_.texts.plain;
  auto [ec, sent] = co_await asio::async_write(
      socket_, asio::buffer(text), asio::as_tuple(asio::use_awaitable));
  if (ec) {
    fail("send: " + ec.message());
    co_return;
  }
  if (co_await read(stream)) {
    judge(stream);
  }
  outcome_.status = response_.status();
  outcome_.provider = response_.provider();
  outcome_.attempts = response_.attempts();
  outcome_.content = events_.content();
  outcome_.done = events_.done();
}

asio::awaitable<bool> client::connect() {
  auto [ec] = co_await socket_.async_connect(
      run_.to.address, asio::as_tuple(asio::use_awaitable));
  if (ec) {
    close();
    fail("connect: " + ec.message());
    co_return false;
  }
  boost::system::error_code ignored;
  socket_.set_option(tcp::no_delay{true}, ignored);
  co_return true;
}

asio::awaitable<bool> client::read(bool stream) {
  while (!response_.done()) {
    auto [ec, n] = co_await socket_.async_read_some(
        asio::buffer(buffer_), asio::as_tuple(asio::use_awaitable));
    const auto before = body_.size();
    if (n > 0 && !response_.feed({buffer_.data(), n}, body_)) {
      fail("the answer is not HTTP");
      co_return false;
    }
    if (stream && response_.status() == 200) {
      note_chunks(events_.feed(std::string_view{body_}.substr(before)));
      constexpr std::size_t kept_bytes = 4096;
      if (body_.size() > kept_bytes) {
        body_.clear();
      }
    }
    if (ec && !response_.close()) {
      fail_cut_off(ec);
      co_return false;
    }
  }
  co_return true;
}

void client::fail_cut_off(boost::system::error_code ec) {
  fail((response_.begun() ? "in the answer: " : "no answer: ") + ec.message());
}

void client::note_chunks(std::size_t fresh) {
  if (fresh == 0) {
    return;
  }
  const auto now = clock::now();
  auto first = fresh;
  if (events_.content() == fresh) {
    run_.results.add_first_chunk(duration_cast<microseconds>(now - intended_));
    last_chunk_ = now;
    --first;
  }
  if (run_.chosen.interval.count() > 0) {
    for (std::size_t i = 0; i < first; ++i) {
      const auto gap = duration_cast<microseconds>(now - last_chunk_);
      run_.results.add_lateness(gap - run_.chosen.interval);
      last_chunk_ = now;
    }
  }
}

void client::judge(bool stream) {
  if (response_.status() < 200 || response_.status() > 299) {
    fail("status " + std::to_string(response_.status()));
  } else if (!stream) {
    if (auto fault = fault_of_plain(body_); !fault.empty()) {
      fail(std::move(fault));
    }
  } else if (events_.failed()) {
    fail("error in the stream");
    outcome_.sample = events_.error();
  } else if (!events_.done()) {
    fail("the stream ended without [DONE]");
  } else if (run_.chosen.chunks && *run_.chosen.chunks != events_.content()) {
    fail("another number of content chunks than expected");
    outcome_.sample = std::to_string(events_.content()) + " content chunks";
  }
}

void client::fail(std::string reason) {
  constexpr std::size_t sample_bytes = 200;
  outcome_.failure = timed_out_ ? "timeout" : std::move(reason);
  outcome_.sample = body_.substr(0, sample_bytes);
}

} // namespace bellwether::load
