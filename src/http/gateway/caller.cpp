#include "http/gateway/caller.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_suffix.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <spdlog/fmt/fmt.h>

#include <cerrno>
#include <sys/socket.h>

namespace bellwether::http {

namespace asio = boost::asio;
namespace bhttp = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t read_size = 16UL * 1024;

/// How long, and how many bytes, a caller that is shown the door may go on
/// sending before the connection is cut.
constexpr std::chrono::seconds linger_time{2};
constexpr std::size_t linger_bytes = 4UL * 1024 * 1024;

read_end to_read_end(const error_code& error) {
  if (error == bhttp::error::header_limit)
    return read_end::head_too_large;
  if (error == bhttp::error::body_limit)
    return read_end::body_too_large;
  return read_end::malformed;
}

bool is_from_here(const tcp::socket& socket) {
  error_code error;
  const auto peer = socket.remote_endpoint(error);
  if (error)
    return false;
  auto from = peer.address();
  if (from.is_v6() && from.to_v6().is_v4_mapped())
    from = asio::ip::make_address_v4(asio::ip::v4_mapped, from.to_v6());
  return from.is_loopback();
}

} // namespace

caller::caller(tcp::socket socket, worker& at,
               const settings::gateway_limits& limits)
    : socket_{std::move(socket)},
      worker_{at},
      limits_{limits},
      local_{is_from_here(socket_)},
      timeout_{at.deadlines(),
               [this] {
                 timed_out_ = true;
                 error_code ignored;
                 socket_.cancel(ignored);
               }},
      departure_timer_{at.deadlines(), [this] {
                         wait_for_departure();
                       }} {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(tcp::no_delay{true}, ignored);
  worker_.callers().insert(this);
}

caller::~caller() {
  worker_.callers().erase(this);
}

asio::awaitable<bool> caller::fill() {
  auto space = buffer_.prepare(read_size);
  auto [error, got] = co_await socket_.async_read_some(space, as_result);
  if (error)
    co_return false;
  buffer_.commit(got);
  co_return true;
}

/// Gives the parser what has come. What is wrong with it, if anything is.
std::optional<read_end> caller::parse() {
  if (buffer_.size() == 0)
    return std::nullopt;
  error_code error;
  buffer_.consume(parser_->put(buffer_.data(), error));
  if (error && error != bhttp::error::need_more)
    return to_read_end(error);
  return std::nullopt;
}

asio::awaitable<std::optional<read_end>> caller::read_head() {
  for (;;) {
    if (auto wrong = parse())
      co_return wrong;
    if (parser_->is_header_done())
      co_return std::nullopt;
    if (buffer_.size() > limits_.header_bytes)
      co_return read_end::head_too_large;
    const bool got = co_await fill();
    if (!got)
      co_return timed_out_ ? read_end::timed_out : read_end::closed;
  }
}

asio::awaitable<std::optional<read_end>> caller::read_body() {
  parser_->eager(true);
  while (!parser_->is_done()) {
    if (auto wrong = parse())
      co_return wrong;
    if (parser_->is_done())
      break;
    const bool got = co_await fill();
    if (!got)
      co_return timed_out_ ? read_end::timed_out : read_end::closed;
  }
  co_return std::nullopt;
}

asio::awaitable<std::optional<read_end>> caller::read() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(limits_.header_bytes));
  parser_->body_limit(limits_.body_bytes);
  timed_out_ = false;
  if (buffer_.size() == 0) {
    // A large request's memory is not kept; what the next read needs is.
    if (buffer_.capacity() > read_size)
      buffer_.shrink_to_fit();
    idle_ = true;
    timeout_.arm_after(limits_.idle_timeout);
    const bool began = !draining_ && co_await fill();
    idle_ = false;
    if (!began)
      co_return read_end::closed;
  }
  timeout_.arm_after(limits_.header_timeout);
  auto problem = co_await read_head();
  if (!problem && !parser_->is_done()) {
    const auto expect = request()[bhttp::field::expect];
    if (boost::beast::iequals(expect, "100-continue")) {
      constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      const parts only{asio::buffer(go_on)};
      const bool sent = co_await write(only);
      if (!sent)
        co_return read_end::closed;
    } else if (!expect.empty()) {
      co_return read_end::bad_expectation;
    }
    timeout_.arm_after(limits_.body_timeout);
    problem = co_await read_body();
  }
  timeout_.disarm();
  keep_alive_ = !problem && !draining_ && request().keep_alive();
  co_return problem;
}

bool caller::takes_trailers() const {
  bhttp::token_list accepted{parser_->get()[bhttp::field::te]};
  return request_version() >= 11 && accepted.exists("trailers");
}

std::string caller::head(int status, std::string_view content_type,
                         const header_list& headers) const {
  std::string out;
  out.reserve(1024);
  out += "HTTP/1.1 ";
  out += std::to_string(status);
  out += ' ';
  out += status_text(status);
  out += "\r\nContent-Type: ";
  out += content_type;
  out += "\r\n";
  for (const auto& [name, value] : headers) {
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
  }
  if (!keep_alive_)
    out += "Connection: close\r\n";
  else if (parser_ && request_version() == 10)
    out += "Connection: keep-alive\r\n";
  return out;
}

asio::awaitable<bool> caller::write(parts all) {
  if (!unsent_.empty()) {
    const auto rest = std::exchange(unsent_, {});
    const parts first{asio::buffer(rest)};
    const bool sent = co_await write(first);
    if (!sent)
      co_return false;
  }
  boost::beast::buffers_suffix<parts> left{all};
  while (asio::buffer_size(left) > 0) {
    error_code error;
    const auto sent = socket_.write_some(left, error);
    left.consume(sent);
    if (error == asio::error::would_block) {
      timeout_.arm_after(limits_.write_timeout);
      auto [waited] =
          co_await socket_.async_wait(tcp::socket::wait_write, as_result);
      timeout_.disarm();
      error = waited;
    }
    if (error) {
      departed_ = true;
      co_return false;
    }
  }
  co_return true;
}

asio::awaitable<bool> caller::send(reply answer, bool head_only) {
  auto text = head(answer.status, answer.content_type, answer.headers);
  text += "Content-Length: " + std::to_string(answer.body.size()) + "\r\n\r\n";
  parts all{asio::buffer(text)};
  if (!head_only)
    all[1] = asio::buffer(answer.body);
  const bool sent = co_await write(all);
  co_return sent;
}

/// What is not taken at once waits for the next write, and so does an error.
void caller::write_now(std::string bytes) {
  if (!unsent_.empty())
    return;
  error_code error;
  const auto sent = socket_.write_some(asio::buffer(bytes), error);
  unsent_ = bytes.substr(sent);
}

std::string caller::stream_head(const header_list& headers) {
  // HTTP/1.0 knows no chunks: the end of the connection is the end.
  chunked_ = request_version() >= 11;
  if (!chunked_)
    keep_alive_ = false;
  auto text = head(200, "text/event-stream; charset=utf-8", headers);
  text += chunked_ ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n";
  return text;
}

void caller::start_stream_now(header_list headers, std::string_view first) {
  auto text = stream_head(headers);
  write_now(text.append(chunked(first)));
}

void caller::stream_now(std::string_view bytes) {
  write_now(chunked(bytes));
}

std::string caller::chunked(std::string_view bytes) const {
  auto out = chunk_head(bytes.size()).append(bytes);
  return chunked_ ? out.append("\r\n") : out;
}

asio::awaitable<bool> caller::start_stream(header_list headers,
                                           std::string_view first) {
  auto text = stream_head(headers);
  text += chunk_head(first.size());
  const parts all{asio::buffer(text), asio::buffer(first), chunk_end()};
  const bool sent = co_await write(all);
  co_return sent;
}

asio::awaitable<bool> caller::stream(std::string_view bytes) {
  const auto size = chunk_head(bytes.size());
  const parts all{asio::buffer(size), asio::buffer(bytes), chunk_end()};
  const bool sent = co_await write(all);
  co_return sent;
}

std::string caller::chunk_head(std::size_t size) const {
  return chunked_ ? fmt::format("{:x}\r\n", size) : std::string{};
}

asio::const_buffer caller::chunk_end() const {
  constexpr std::string_view end = "\r\n";
  return chunked_ ? asio::buffer(end) : asio::const_buffer{};
}

asio::awaitable<bool> caller::end_stream(header_list trailers) {
  if (!chunked_)
    co_return true;
  std::string end = "0\r\n";
  for (const auto& [name, value] : trailers)
    end.append(name).append(": ").append(value).append("\r\n");
  end += "\r\n";
  const parts all{asio::buffer(end)};
  const bool sent = co_await write(all);
  co_return sent;
}

asio::awaitable<void> caller::close_gently() {
  error_code error;
  socket_.shutdown(tcp::socket::shutdown_send, error);
  timeout_.arm_after(linger_time);
  for (std::size_t seen = 0; !error && seen < linger_bytes;) {
    buffer_.consume(buffer_.size());
    const bool more = co_await fill();
    if (!more)
      break;
    seen += buffer_.size();
  }
  timeout_.disarm();
  abort();
}

bool caller::has_unread() const {
  error_code error;
  return buffer_.size() > 0 || socket_.available(error) > 0;
}

void caller::abort() {
  error_code ignored;
  socket_.close(ignored);
}

void caller::drain() {
  draining_ = true;
  keep_alive_ = false;
  if (idle_)
    abort();
}

void caller::cut() {
  abort();
  depart();
}

void caller::depart() {
  departed_ = true;
  // A copy: what it calls may take the watch back.
  if (auto then = on_departure_)
    then();
}

void caller::watch_departure(std::function<void()> then) {
  on_departure_ = std::move(then);
  departure_timer_.arm_after(departure_grace);
}

void caller::unwatch_departure() {
  departure_timer_.disarm();
  on_departure_ = nullptr;
}

void caller::wait_for_departure() {
  if (waiting_for_departure_ || !socket_.is_open())
    return;
  waiting_for_departure_ = true;
  socket_.async_wait(tcp::socket::wait_read, [this, alive = weak_from_this()](
                                                 const error_code& error) {
    auto self = alive.lock();
    if (!self)
      return;
    waiting_for_departure_ = false;
    if (error || !on_departure_)
      return;
    char byte = 0;
    const auto got =
        ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (got > 0)
      return; // the next request came early; a write will find him gone
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      wait_for_departure();
      return;
    }
    depart();
  });
}

} // namespace bellwether::http
