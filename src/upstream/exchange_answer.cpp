#include "upstream/exchange_impl.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <utility>

namespace bellwether::upstream {

namespace {

namespace http = boost::beast::http;
using clock = std::chrono::steady_clock;

/// Room for a body whose length is known is made at once up to this size:
/// beyond it the length is only the peer's word.
constexpr std::uint64_t most_reserved = std::uint64_t{1024} * 1024;

/// Whether more has come than the blanks that some providers send while a
/// request is queued.
bool has_begun(std::string_view body) {
  return body.find_first_not_of(" \t\r\n") != std::string_view::npos;
}

} // namespace

auto exchange::impl::receive_head(time_point until)
    -> awaitable<maybe_failure> {
  for (;;) {
    begin_wait(stage::answer, until);
    const auto [ec, size] = co_await conn_->receive_some();
    if (!end_wait())
      co_return ended_failure();
    conn_->received(size);
    answered_ = answered_ || size > 0;
    if (ec)
      co_return fail(
          failure_class::connection_lost,
          sentence(peer(),
                   " ended the connection before its answer: ", reason_of(ec)));
    auto failed = parse_head();
    if (failed || parser().is_header_done())
      co_return failed;
  }
}

auto exchange::impl::parse_head() -> maybe_failure {
  auto& in = conn_->in;
  while (in.size() > 0) {
    error_code ec;
    in.consume(parser().put(in.data(), ec));
    if (ec == http::error::need_more && !conn_->is_full())
      break;
    if (ec)
      return fail(failure_class::bad_answer,
                  sentence(peer(), " sent no HTTP answer: ", reason_of(ec)));
    if (!parser().is_header_done())
      break;
    const bool interim = parser().status() / 100 == 1;
    if (!interim)
      return std::nullopt;
    if (parser().status() == 101)
      return fail(failure_class::bad_answer,
                  sentence(peer(), " switched protocols unasked"));
    parser_.emplace(conn_->headers);
  }
  return std::nullopt;
}

auto exchange::impl::parse_body(std::string& sink) -> maybe_failure {
  auto& in = conn_->in;
  if (in.size() == 0 || parser().is_done())
    return std::nullopt;
  error_code ec;
  parser().eager(true);
  parser().append_to(sink);
  in.consume(parser().put(in.data(), ec));
  if (!ec || (ec == http::error::need_more && !conn_->is_full()))
    return std::nullopt;
  return fail(failure_class::bad_answer,
              sentence(peer(), " sent a broken body: ", reason_of(ec)));
}

auto exchange::impl::receive_body_bytes() -> awaitable<maybe_failure> {
  begin_wait(stage::body, std::min(clock::now() + limits_.idle, whole_by_));
  auto [ec, size] = co_await conn_->receive_some();
  if (!end_wait())
    co_return ended_failure();
  conn_->received(size);
  if (ec == boost::asio::error::eof)
    parser().put_eof(ec);
  if (ec)
    co_return fail(failure_class::truncated,
                   sentence(peer(), " ended the connection within its answer: ",
                            reason_of(ec)));
  co_return std::nullopt;
}

auto exchange::impl::read_all(self_ptr self)
    -> awaitable<std::variant<std::string, domain::failure>> {
  auto& x = *self;
  if (x.ended_ || !x.parser_)
    co_return x.ended_failure();
  std::string body;
  const auto length = x.parser().content_length();
  const auto limit = x.limits_.body_bytes;
  if (length && *length <= limit)
    body.reserve(std::min(*length, most_reserved));
  for (;;) {
    auto failed = x.parse_body(body);
    if (failed)
      co_return std::move(*failed);
    if (body.size() > limit || (length && *length > limit))
      co_return x.fail(failure_class::bad_answer,
                       sentence(x.peer(), " sent a body of more than ",
                                std::to_string(limit), " bytes"));
    if (x.parser().is_done())
      co_return body;
    if (x.whole_by_ == time_point::max() && has_begun(body))
      x.whole_by_ = clock::now() + x.limits_.idle;
    failed = co_await x.receive_body_bytes();
    if (failed)
      co_return std::move(*failed);
  }
}

auto exchange::impl::read_some(self_ptr self)
    -> awaitable<std::variant<std::string_view, domain::failure>> {
  auto& x = *self;
  if (x.ended_ || !x.parser_)
    co_return x.ended_failure();
  auto& chunk = x.conn_->chunk;
  chunk.clear();
  for (;;) {
    auto failed = x.parse_body(chunk);
    if (failed)
      co_return std::move(*failed);
    if (!chunk.empty() || x.parser().is_done())
      co_return std::string_view(chunk);
    failed = co_await x.receive_body_bytes();
    if (failed)
      co_return std::move(*failed);
  }
}

} // namespace bellwether::upstream
