#include "upstream/exchange_impl.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <utility>

namespace bellwether::upstream {

namespace {

using clock = std::chrono::steady_clock;

std::string in_ms(std::chrono::milliseconds limit) {
  return std::to_string(limit.count()).append(" ms");
}

} // namespace

void exchange::impl::begin_wait(stage s, time_point until) {
  stage_ = s;
  wait_began_ = clock::now();
  pool_->deadlines.arm(*this, std::min(until, limits_.deadline));
}

bool exchange::impl::end_wait() {
  waited_ += clock::now() - wait_began_;
  pool_->deadlines.disarm(*this);
  return !ended_;
}

void exchange::impl::expired() {
  const auto now = clock::now();
  if (now >= limits_.deadline) {
    end(failure_class::deadline_passed);
  } else if (stage_ == stage::connect && more_addresses_ && now < connect_by_) {
    conn_->close();
  } else {
    end(stage_ < stage::send ? failure_class::unreachable
                             : failure_class::timed_out);
  }
}

void exchange::impl::end(failure_class why) {
  if (!ended_)
    ended_ = why;
  if (look_up_)
    look_up_->cancel();
  if (conn_)
    conn_->close();
}

std::string exchange::impl::ended_detail(failure_class why) const {
  switch (why) {
    case failure_class::deadline_passed:
      return sentence("the request's deadline passed while waiting for ",
                      peer());
    case failure_class::unreachable:
      return sentence("connect to ", next_hop(), ": not done within ",
                      in_ms(limits_.connect));
    case failure_class::timed_out:
      if (stage_ == stage::answer)
        return sentence("no answer from ", peer(), " within ",
                        in_ms(limits_.first_byte));
      // Unless nothing at all has come since its first bytes.
      if (whole_by_ < wait_began_ + limits_.idle - std::chrono::milliseconds{1})
        return sentence("the body from ", peer(), " was not whole ",
                        in_ms(limits_.idle), " after it began");
      return sentence("silence from ", peer(), " for ", in_ms(limits_.idle));
    default:
      return sentence("the exchange with ", peer(), " was ended");
  }
}

domain::failure exchange::impl::ended_failure() const {
  domain::failure result;
  result.what = ended_.value_or(failure_class::caller_gone);
  result.detail = ended_detail(result.what);
  return result;
}

domain::failure exchange::impl::fail(failure_class what, std::string detail) {
  end(what);
  if (ended_ != what)
    return ended_failure();
  domain::failure result;
  result.what = what;
  result.detail = std::move(detail);
  return result;
}

std::string exchange::impl::peer() const {
  return host_and_port(pool_->to.host, pool_->to.port);
}

std::string exchange::impl::next_hop() const {
  const auto& via = pool_->via;
  return via ? sentence("proxy ", host_and_port(via->host, via->port)) : peer();
}

std::string reason_of(const boost::system::error_code& ec) {
  if (ec == boost::asio::error::eof)
    return "closed by the peer";
  auto text = ec.message();
  // "Connection refused", but not "SSL ..." or "EOF".
  if (text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a')
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

} // namespace bellwether::upstream
