#include "upstream/exchange_impl.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace bellwether::upstream {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using clock = std::chrono::steady_clock;

constexpr auto awaited = asio::as_tuple(asio::use_awaitable);

/// A name with more addresses than this is tried at the first ones only.
constexpr std::size_t most_addresses = 8;

/// An address that has not answered after this gives way to the next one.
constexpr std::chrono::seconds address_patience{2};

/// The one that worked last first, then the families in turn, so that one that
/// leads nowhere costs one wait.
addresses in_order(const addresses& found,
                   const std::optional<asio::ip::address>& last_good) {
  addresses result = found;
  auto first = std::find(result.begin(), result.end(), last_good);
  if (first != result.end())
    std::rotate(result.begin(), first, first + 1);
  for (std::size_t i = 1; i < result.size(); ++i) {
    const bool want_v4 = !result[i - 1].is_v4();
    const auto from = result.begin() + static_cast<std::ptrdiff_t>(i);
    const auto other = std::find_if(
        from, result.end(),
        [want_v4](const auto& address) { return address.is_v4() == want_v4; });
    if (other != result.end())
      std::rotate(from, other, other + 1);
  }
  result.resize(std::min(result.size(), most_addresses));
  return result;
}

std::string connect_request(const origin& to, const proxy& via) {
  const auto target = host_and_port(to.host, to.port);
  auto result =
      sentence("CONNECT ", target, " HTTP/1.1\r\nHost: ", target, "\r\n");
  if (!via.authorization.empty())
    result.append("Proxy-Authorization: ")
        .append(via.authorization)
        .append("\r\n");
  return result.append("\r\n");
}

} // namespace

auto exchange::impl::connect() -> awaitable<maybe_failure> {
  parser_.reset();
  conn_ = std::make_unique<connection>(pool_->io);
  connect_by_ = clock::now() + limits_.connect;
  const auto& via = pool_->via;
  if (!look_up_)
    look_up_.emplace(pool_->io);
  begin_wait(stage::resolve, connect_by_);
  auto names = co_await pool_->names.resolve(via ? via->host : pool_->to.host,
                                             *look_up_);
  if (!end_wait())
    co_return ended_failure();
  if (names.error)
    co_return fail(
        failure_class::unreachable,
        sentence("look up ", next_hop(), ": ", reason_of(names.error)));
  auto candidates = in_order(names.found, pool_->last_good);
  auto failed = co_await connect_to_any(std::move(candidates),
                                        via ? via->port : pool_->to.port);
  if (!failed && via && pool_->to.tls)
    failed = co_await open_tunnel(*via);
  if (!failed && pool_->to.tls)
    failed = co_await secure();
  co_return failed;
}

auto exchange::impl::connect_to_any(addresses candidates, std::uint16_t port)
    -> awaitable<maybe_failure> {
  error_code last;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto left = candidates.size() - i;
    const auto now = clock::now();
    const auto part = std::min<clock::duration>(
        (connect_by_ - now) / static_cast<int>(left), address_patience);
    more_addresses_ = left > 1;
    const tcp::endpoint where(candidates[i], port);
    last =
        co_await connect_to(where, more_addresses_ ? now + part : connect_by_);
    if (ended_)
      co_return ended_failure();
    if (!last) {
      pool_->last_good = candidates[i];
      co_return std::nullopt;
    }
  }
  co_return connect_failure(reason_of(last));
}

auto exchange::impl::connect_to(tcp::endpoint where, time_point until)
    -> awaitable<error_code> {
  if (const auto ec = conn_->open(where.protocol()))
    co_return ec;
  begin_wait(stage::connect, until);
  const auto [ec] = co_await conn_->socket().async_connect(where, awaited);
  end_wait();
  // Also when the connect came through just as it was given up.
  if (!conn_->is_open())
    co_return asio::error::timed_out;
  if (ec)
    conn_->close();
  co_return ec;
}

auto exchange::impl::open_tunnel(const proxy& via) -> awaitable<maybe_failure> {
  conn_->out = connect_request(pool_->to, via);
  pieces rest{asio::buffer(conn_->out)};
  error_code ec = conn_->send_now(rest);
  parser_.emplace(conn_->headers);
  // The answer to a CONNECT has no body, whatever its head says.
  parser().skip(true);
  while (!ec && !parser().is_header_done()) {
    begin_wait(stage::tunnel, connect_by_);
    const auto [error, size] = co_await conn_->receive_some();
    if (!end_wait())
      co_return ended_failure();
    conn_->received(size);
    ec = error;
    if (!ec)
      conn_->in.consume(parser().put(conn_->in.data(), ec));
    if (ec == boost::beast::http::error::need_more && !conn_->is_full())
      ec = {};
  }
  if (ec)
    co_return connect_failure(reason_of(ec));
  if (parser().status() / 100 != 2 || conn_->in.size() != 0)
    co_return connect_failure(sentence("CONNECT was answered with ",
                                       std::to_string(parser().status())));
  co_return std::nullopt;
}

auto exchange::impl::secure() -> awaitable<maybe_failure> {
  auto* tls = conn_->add_tls(pool_->to.host, pool_->session);
  if (tls == nullptr)
    co_return fail(
        failure_class::unreachable,
        sentence("TLS with ", peer(), ": the host name is not usable"));
  begin_wait(stage::handshake, connect_by_);
  const auto [ec] =
      co_await tls->async_handshake(asio::ssl::stream_base::client, awaited);
  if (!end_wait())
    co_return ended_failure();
  if (!ec)
    co_return std::nullopt;
  auto reason = verify_error(tls->native_handle());
  if (reason.empty())
    reason = reason_of(ec);
  co_return fail(failure_class::unreachable,
                 sentence("TLS with ", peer(), ": ", reason));
}

domain::failure exchange::impl::connect_failure(std::string_view reason) {
  return fail(failure_class::unreachable,
              sentence("connect to ", next_hop(), ": ", reason));
}

} // namespace bellwether::upstream
