#include "upstream/support/loop.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <catch2/catch.hpp>

#include <exception>

namespace bellwether::upstream::test {

namespace asio = boost::asio;

loop::loop()
    : names(
        [this](const std::string& host, const resolver_cache::done& done) {
          const auto known = hosts.find(host);
          resolver_cache::answer answer;
          if (known == hosts.end())
            answer.error = asio::error::host_not_found;
          else
            answer.found = known->second;
          done(answer);
        },
        resolver_times{}) {}

void loop::run(const std::function<task<>()>& body) {
  std::exception_ptr error;
  bool finished = false;
  asio::co_spawn(io, body, [&](std::exception_ptr e) {
    error = std::move(e);
    finished = true;
    io.stop();
  });
  io.restart();
  io.run_for(std::chrono::seconds(20));
  if (error)
    std::rethrow_exception(error);
  REQUIRE(finished);
}

pool loop::make_pool(origin to, std::size_t max_idle) {
  return {io, deadlines, names, std::move(to), via, max_idle};
}

task<result> ask(pool& p, exchange_limits limits, std::string body) {
  exchange x(p);
  result r;
  r.failed = co_await x.start(a_head, body, limits);
  r.status = x.status();
  if (r.failed)
    co_return r;
  auto read = co_await x.read_all();
  if (auto* text = std::get_if<std::string>(&read))
    r.body = std::move(*text);
  else
    r.failed = std::get<domain::failure>(read);
  co_return r;
}

task<> begin(exchange& x) {
  const auto failed = co_await x.start(a_head, "hello", {});
  CHECK_FALSE(failed);
}

domain::failure failure_in(const result& r) {
  REQUIRE(r.failed);
  return r.failed.value_or(domain::failure{});
}

event::event(asio::io_context& io) : timer_(io, time_point::max()) {}

void event::set() {
  happened_ = true;
  timer_.cancel();
}

task<> event::wait() {
  if (!happened_)
    co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
}

} // namespace bellwether::upstream::test
