#include "actors/router.hpp"

#include "actors/provider.hpp"
#include "actors/support.hpp"

#include <catch2/catch.hpp>

namespace bellwether::actors::test {

namespace {

using namespace std::chrono_literals;
using domain::failure_class;

/// A router with the providers one, two and three.
class router_stage : public actor_stage {
public:
  explicit router_stage(std::chrono::milliseconds max_wait = 0ms,
                        double retry_share = 1.0) {
    router_ = system().spawn(
        router,
        router_config{catalog_, {.max_wait = max_wait}, retry_share, 1});
    where_->enter(router_);
    for (std::size_t i = 0; i < 3; ++i) {
      auto book =
          std::make_shared<provider_book>(provider_of(catalog_, i, 1), now());
      providers_.push_back(
          system().spawn(provider, std::move(book), where_, events_));
      caf::anon_send(router_, provider_started{i, providers_.back()});
    }
    run();
  }
  ~router_stage() {
    for (const auto& each : providers_)
      end(each);
    end(router_);
  }
  router_stage(const router_stage&) = delete;
  router_stage& operator=(const router_stage&) = delete;

  void ask(const std::shared_ptr<call>& c, inbox& answers) {
    caf::anon_send(router_, dispatch_call{{c, answers.sink()}});
    run();
  }

  std::shared_ptr<call> make_call(const std::string& model = "all") {
    return call_of(model, now() + 60s);
  }

  /// Reports as a session does.
  void fail(attempt& at, call& c, const domain::failure& why) {
    test::fail(at, why);
    c.progress->failed(at.deployment, why, now());
    run();
  }

  const router_actor& subject() const { return router_; }
  const std::vector<provider_actor>& providers() const { return providers_; }

private:
  std::shared_ptr<const domain::catalog> catalog_ =
      catalog_of({"one", "two", "three"});
  std::shared_ptr<directory> where_ = std::make_shared<directory>();
  std::shared_ptr<event_log> events_ = std::make_shared<event_log>();
  router_actor router_;
  std::vector<provider_actor> providers_;
};

} // namespace

TEST_CASE("a call goes from candidate to candidate as they fail",
          "[actors][router]") {
  router_stage at;
  const auto c = at.make_call();
  inbox answers;
  for (std::size_t i = 0; i < 3; ++i) {
    at.ask(c, answers);
    auto got = answers.take<attempt>();
    CHECK(got.deployment == i);
    at.fail(got, *c, failure_of(failure_class::server_error));
  }
  at.ask(c, answers);
  CHECK_FALSE(answers.take<domain::give_up>().deadline_passed);
  CHECK(c->progress->attempts() == 3);
}

TEST_CASE("a provider that is full is passed over", "[actors][router]") {
  router_stage at;
  inbox answers;
  at.ask(at.make_call(), answers);
  const auto first = answers.take<attempt>();
  CHECK(first.deployment == 0);
  const auto c = at.make_call();
  at.ask(c, answers);
  CHECK(answers.take<attempt>().deployment == 1);
  // A refusal is no attempt.
  CHECK(c->progress->attempts() == 0);
  CHECK(c->progress->records().size() == 1);
}

TEST_CASE("a model that nobody has is refused", "[actors][router]") {
  router_stage at;
  inbox answers;
  at.ask(at.make_call("four"), answers);
  CHECK(answers.take<domain::plan_refusal>().why
        == domain::plan_refusal::reason::unknown_model);
}

TEST_CASE("a call whose time is over is given up", "[actors][router]") {
  router_stage at;
  const auto c = at.make_call();
  inbox answers;
  at.advance(61s);
  at.ask(c, answers);
  CHECK(answers.take<domain::give_up>().deadline_passed);
}

TEST_CASE("a caller's mistake ends the call", "[actors][router]") {
  router_stage at;
  const auto c = at.make_call();
  inbox answers;
  at.ask(c, answers);
  auto got = answers.take<attempt>();
  at.fail(got, *c, failure_of(failure_class::bad_request));
  at.ask(c, answers);
  answers.take<domain::give_up>();
}

TEST_CASE("a pause before the next attempt is kept", "[actors][router]") {
  router_stage at{2000ms};
  const auto c = at.make_call("one");
  inbox answers;
  at.ask(c, answers);
  auto got = answers.take<attempt>();
  auto failure = failure_of(failure_class::rate_limited);
  failure.retry_after = 1s;
  at.fail(got, *c, failure);
  at.ask(c, answers);
  CHECK(answers.empty());
  at.advance(990ms);
  CHECK(answers.empty());
  at.advance(20ms);
  CHECK(answers.take<attempt>().deployment == 0);
}

TEST_CASE("a call that a dead router or provider holds is answered",
          "[actors][router]") {
  router_stage at;
  inbox answers;
  SECTION("the router died before it was asked") {
    at.end(at.subject());
    at.ask(at.make_call(), answers);
  }
  SECTION("the provider died before it was asked") {
    at.end(at.providers()[0]);
    at.ask(at.make_call(), answers);
  }
  answers.take<unanswered>();
}

TEST_CASE("retries stop when their budget is used up", "[actors][router]") {
  router_stage at{2000ms, 0.0};
  constexpr unsigned calls = 40;
  unsigned retried = 0;
  for (unsigned i = 0; i < calls; ++i) {
    const auto c = at.make_call("one");
    inbox answers;
    at.ask(c, answers);
    auto first = answers.take<attempt>();
    at.fail(first, *c, failure_of(failure_class::try_again));
    at.ask(c, answers);
    at.advance(200ms);
    if (answers.holds<attempt>()) {
      auto again = answers.take<attempt>();
      succeed(again);
      ++retried;
    } else {
      answers.take<domain::give_up>();
    }
    at.run();
  }
  const auto counted =
      at.actor_stage::ask<router_report>(at.subject(), report_request{});
  CHECK(counted.retries == retried);
  CHECK(counted.retries_denied == calls - retried);
  CHECK(retried > 5);
  CHECK(retried < calls - 5);
}

TEST_CASE("a sink that is delivered to twice keeps the first",
          "[actors][router]") {
  inbox answers;
  {
    const auto sink = answers.sink();
    sink->deliver(domain::give_up{true});
    sink->deliver(unanswered{});
  }
  CHECK(answers.take<domain::give_up>().deadline_passed);
}

} // namespace bellwether::actors::test
