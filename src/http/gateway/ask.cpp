#include "http/gateway/ask.hpp"

#include "actors/lane.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <caf/actor_system.hpp>
#include <caf/event_based_actor.hpp>

#include <atomic>
#include <chrono>
#include <utility>

namespace bellwether::http {

namespace asio = boost::asio;

namespace {

using reports = std::vector<actors::provider_report>;

/// Resumes a waiting coroutine on its own thread with the first answer.
template <class Answer, class Handler>
class resumption {
public:
  resumption(Handler handler, asio::any_io_executor home)
      : handler_{std::move(handler)}, home_{std::move(home)} {}

  void resume(Answer with) {
    if (resumed_.exchange(true))
      return;
    asio::post(home_, [handler = std::move(handler_),
                       answer = std::move(with)]() mutable {
      std::move(handler)(std::move(answer));
    });
  }

private:
  Handler handler_;
  asio::any_io_executor home_;
  std::atomic<bool> resumed_ = false;
};

template <class Handler>
class resuming_sink final : public actors::directive_sink {
public:
  resuming_sink(Handler handler, asio::any_io_executor home)
      : session_{std::move(handler), std::move(home)} {}
  ~resuming_sink() override { session_.resume(actors::unanswered{}); }

  void deliver(actors::directive d) override { session_.resume(std::move(d)); }

private:
  resumption<actors::directive, Handler> session_;
};

} // namespace

asio::awaitable<actors::directive> ask(
    actors::router_actor router, std::shared_ptr<actors::call> call, bool hedge,
    asio::any_io_executor home,
    std::weak_ptr<actors::directive_sink>& pending) {
  auto send = [&]<class Handler>(Handler handler) {
    auto sink = std::make_shared<resuming_sink<Handler>>(std::move(handler),
                                                         std::move(home));
    pending = sink;
    actors::tell(router, actors::dispatch_call{
                             {std::move(call), std::move(sink), hedge}});
  };
  auto answer = co_await asio::async_initiate<const asio::use_awaitable_t<>,
                                              void(actors::directive)>(
      send, asio::use_awaitable);
  co_return answer;
}

asio::awaitable<reports> ask(actors::supervisor_actor supervisor,
                             asio::any_io_executor home) {
  auto send = [&]<class Handler>(Handler handler) {
    auto session = std::make_shared<resumption<reports, Handler>>(
        std::move(handler), std::move(home));
    supervisor->home_system().spawn([supervisor,
                                     session](caf::event_based_actor* self) {
      self->request(supervisor, std::chrono::seconds{2},
                    actors::report_request{})
          .then([session](reports& all) { session->resume(std::move(all)); },
                [session](const caf::error&) { session->resume({}); });
    });
  };
  auto answer =
      co_await asio::async_initiate<const asio::use_awaitable_t<>,
                                    void(reports)>(send, asio::use_awaitable);
  co_return answer;
}

} // namespace bellwether::http
