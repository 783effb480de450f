#include "upstream/resolver_cache.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace bellwether::upstream {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using clock = std::chrono::steady_clock;
using resolver = asio::ip::tcp::resolver;

/// What needs no query: addresses, and the names of RFC 6761.
std::optional<resolver_cache::answer> answered_here(const std::string& host) {
  error_code ec;
  const auto address = asio::ip::make_address(host, ec);
  if (!ec)
    return resolver_cache::answer{{}, {address}};
  if (host == "localhost" || host.ends_with(".localhost"))
    return resolver_cache::answer{
        {},
        {asio::ip::address_v4::loopback(), asio::ip::address_v6::loopback()}};
  if (host.ends_with(".invalid"))
    return resolver_cache::answer{asio::error::host_not_found, {}};
  return std::nullopt;
}

resolver_cache::query ask_the_system(asio::io_context& io) {
  auto system = std::make_shared<resolver>(io);
  return [system](const std::string& host, resolver_cache::done done) {
    system->async_resolve(
        host, "",
        [done = std::move(done)](const error_code& ec,
                                 const resolver::results_type& results) {
          resolver_cache::answer found{ec, {}};
          for (const auto& one : results) {
            auto address = one.endpoint().address();
            if (std::find(found.found.begin(), found.found.end(), address)
                == found.found.end())
              found.found.push_back(std::move(address));
          }
          if (!ec && found.found.empty())
            found.error = asio::error::host_not_found;
          done(std::move(found));
        });
  };
}

/// One name: what was found last, and who waits for what is being asked.
struct entry {
  resolver_cache::answer last{asio::error::host_not_found, {}};
  clock::time_point fresh_until = clock::time_point::min();
  clock::time_point stale_until = clock::time_point::min();
  clock::time_point asked_at = clock::time_point::min();
  bool asking = false;
  std::vector<asio::steady_timer*> waiting;
};

/// A place in an entry's queue, given up also when its frame is destroyed.
class waiter {
public:
  waiter(std::shared_ptr<entry> e, asio::steady_timer& timer)
      : entry_(std::move(e)), timer_(timer) {
    entry_->waiting.push_back(&timer_);
  }
  ~waiter() { std::erase(entry_->waiting, &timer_); }
  waiter(const waiter&) = delete;
  waiter& operator=(const waiter&) = delete;

private:
  std::shared_ptr<entry> entry_;
  asio::steady_timer& timer_;
};

} // namespace

class resolver_cache::memory
    : public std::enable_shared_from_this<resolver_cache::memory> {
public:
  memory(query ask, resolver_times times)
      : ask_(std::move(ask)), times_(times) {}

  /// The entry for `host`, being asked for if it is not fresh.
  std::shared_ptr<entry> look(const std::string& host, clock::time_point now) {
    auto& e = entries_[host];
    if (e == nullptr) {
      e = std::make_shared<entry>();
      forget_one_but(host);
    }
    // A copy: the query may be answered at once.
    auto result = e;
    if (!result->asking && now >= result->fresh_until)
      ask(host, result, now);
    return result;
  }

  const resolver_times& times() const { return times_; }

private:
  void ask(const std::string& host, const std::shared_ptr<entry>& e,
           clock::time_point now) {
    e->asking = true;
    e->asked_at = now;
    ask_(host, [weak = weak_from_this(), e](answer a) {
      if (auto self = weak.lock())
        self->learn(*e, std::move(a));
    });
  }

  void learn(entry& e, answer a) const {
    const auto now = clock::now();
    e.asking = false;
    if (!a.error) {
      e.last = std::move(a);
      e.fresh_until = now + times_.found;
      e.stale_until = e.fresh_until + times_.stale;
    } else {
      e.fresh_until = now + times_.failed;
      if (now >= e.stale_until)
        e.last = std::move(a);
    }
    for (auto* timer : e.waiting)
      timer->cancel();
  }

  void forget_one_but(const std::string& kept) {
    if (entries_.size() <= times_.names)
      return;
    auto oldest = entries_.end();
    for (auto i = entries_.begin(); i != entries_.end(); ++i) {
      if (i->first != kept
          && (oldest == entries_.end()
              || i->second->fresh_until < oldest->second->fresh_until))
        oldest = i;
    }
    // Who waits for it holds it, so it may go while it is being asked for.
    if (oldest != entries_.end())
      entries_.erase(oldest);
  }

  query ask_;
  resolver_times times_;
  std::map<std::string, std::shared_ptr<entry>> entries_;
};

resolver_cache::resolver_cache(asio::io_context& io, resolver_times times)
    : resolver_cache(ask_the_system(io), times) {}

resolver_cache::resolver_cache(query ask, resolver_times times)
    : memory_(std::make_shared<memory>(std::move(ask), times)) {}

resolver_cache::~resolver_cache() = default;

asio::awaitable<resolver_cache::answer> resolver_cache::resolve(
    std::string host, asio::steady_timer& wait) {
  if (auto known = answered_here(host))
    co_return std::move(*known);
  const auto now = clock::now();
  const auto e = memory_->look(host, now);
  const bool has_stale = !e->last.error && now < e->stale_until;
  const auto patience = has_stale ? e->asked_at + memory_->times().refresh
                                  : clock::time_point::max();
  if (!e->asking || now >= patience)
    co_return e->last;
  const waiter place(e, wait);
  wait.expires_at(patience);
  const auto [ended] =
      co_await wait.async_wait(asio::as_tuple(asio::use_awaitable));
  if (e->asking && ended)
    co_return answer{asio::error::operation_aborted, {}};
  co_return e->last;
}

} // namespace bellwether::upstream
