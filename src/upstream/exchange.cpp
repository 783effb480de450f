#include "upstream/exchange.hpp"

#include "upstream/exchange_impl.hpp"
#include "upstream/pool.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace bellwether::upstream {

namespace {

namespace asio = boost::asio;
using clock = std::chrono::steady_clock;

/// Over TLS a request is put together up to the size of one record.
constexpr std::size_t record_size = std::size_t{16} * 1024;

void append_number(std::string& text, std::size_t value) {
  std::array<char, 20> digits{};
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  text.append(digits.data(), end);
}

/// The end of a request's head.
void append_tail(std::string& text, std::size_t body_size) {
  if (body_size > 0) {
    text.append("Content-Length: ");
    append_number(text, body_size);
    text.append("\r\n");
  }
  text.append("\r\n");
}

/// The head as a proxy wants it for a plain origin: the whole URL.
void append_absolute(std::string& text, std::string_view head, const origin& to,
                     const proxy& via) {
  const auto target = head.find(' ') + 1;
  text.append(head.substr(0, target));
  text.append("http://").append(to.authority()).append(head.substr(target));
  if (!via.authorization.empty())
    text.append("Proxy-Authorization: ")
        .append(via.authorization)
        .append("\r\n");
}

} // namespace

exchange::impl::impl(std::shared_ptr<pool_state> pool)
    : pool_(std::move(pool)) {}

auto exchange::impl::start(self_ptr self, std::string_view head,
                           std::string_view body, exchange_limits limits)
    -> awaitable<maybe_failure> {
  auto& x = *self;
  x.limits_ = limits;
  x.waited_ = {};
  if (x.ended_ || clock::now() >= limits.deadline)
    co_return x.fail(failure_class::deadline_passed,
                     sentence("the request's deadline had passed before ",
                              x.peer(), " was asked"));
  x.conn_ = x.pool_->take_idle();
  bool pooled = x.conn_ != nullptr;
  for (;;) {
    if (!pooled) {
      auto failed = co_await x.connect();
      if (failed)
        co_return failed;
    }
    auto failed = co_await x.round_trip(head, body);
    if (!failed || !pooled || x.answered_
        || failed->what != failure_class::connection_lost)
      co_return failed;
    // The server closed the connection while it was idle: not a failure.
    x.ended_.reset();
    pooled = false;
  }
}

auto exchange::impl::round_trip(std::string_view head, std::string_view body)
    -> awaitable<maybe_failure> {
  auto rest = frame(head, body);
  parser_.emplace(conn_->headers);
  auto ec = conn_->send_now(rest);
  // After an error there may still be an answer: a server that refuses a large
  // body answers and closes before it has read it.
  sent_all_ = !ec && asio::buffer_size(rest) == 0;
  if (!ec && !sent_all_) {
    auto failed = co_await send(rest);
    if (failed)
      co_return failed;
  }
  co_return co_await receive_head(clock::now() + limits_.first_byte);
}

auto exchange::impl::send(pieces rest) -> awaitable<maybe_failure> {
  while (asio::buffer_size(rest) > 0) {
    begin_wait(stage::send, clock::now() + limits_.idle);
    const auto [ec, size] = co_await conn_->send_some(rest);
    if (!end_wait())
      co_return ended_failure();
    if (ec)
      co_return std::nullopt;
    consume(rest, size);
  }
  sent_all_ = true;
  co_return std::nullopt;
}

pieces exchange::impl::frame(std::string_view head, std::string_view body) {
  auto& out = conn_->out;
  out.clear();
  const auto& via = pool_->via;
  const bool tls = pool_->to.tls;
  if (!via && !tls) {
    append_tail(out, body.size());
    return {asio::buffer(head), asio::buffer(out), asio::buffer(body)};
  }
  if (via && !tls)
    append_absolute(out, head, pool_->to, *via);
  else
    out.append(head);
  append_tail(out, body.size());
  // TLS sends one piece a record.
  const auto joined =
      std::min(body.size(), record_size - std::min(record_size, out.size()));
  out.append(body.substr(0, joined));
  return {asio::buffer(out), asio::buffer(body.substr(joined))};
}

std::string_view exchange::impl::header(std::string_view name) const {
  return parser_ ? conn_->headers.find(name) : std::string_view{};
}

void exchange::impl::cancel(failure_class why) {
  end(why);
}

void exchange::impl::finish() {
  const bool reusable = parser_ && !ended_ && sent_all_ && parser_->is_done()
                        && parser_->keep_alive() && conn_->in.size() == 0;
  if (reusable)
    pool_->give_back(std::move(conn_));
  else
    end(failure_class::caller_gone);
}

exchange::exchange(pool& p) : impl_(std::make_shared<impl>(p.state_)) {}

exchange::~exchange() {
  impl_->finish();
}

asio::awaitable<std::optional<domain::failure>> exchange::start(
    std::string_view head, std::string_view body,
    const exchange_limits& limits) {
  return impl::start(impl_, head, body, limits);
}

int exchange::status() const {
  return impl_->status();
}

std::string_view exchange::header(std::string_view name) const {
  return impl_->header(name);
}

asio::awaitable<std::variant<std::string, domain::failure>>
exchange::read_all() {
  return impl::read_all(impl_);
}

asio::awaitable<std::variant<std::string_view, domain::failure>>
exchange::read_some() {
  return impl::read_some(impl_);
}

void exchange::cancel(domain::failure_class why) {
  impl_->cancel(why);
}

std::chrono::nanoseconds exchange::waited() const {
  return impl_->waited();
}

} // namespace bellwether::upstream
