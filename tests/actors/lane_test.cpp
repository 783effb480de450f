#include "actors/lane.hpp"

#include "actors/interfaces.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/event_based_actor.hpp>
#include <catch2/catch.hpp>

#include <chrono>
#include <functional>
#include <future>
#include <thread>

namespace bellwether::actors {

namespace {

using handler = std::function<void()>;

// Runs `then` for every message.
caf::behavior listener(caf::event_based_actor* self, handler then) {
  self->set_default_handler(caf::drop);
  return {[then = std::move(then)](report_request) {
    then();
  }};
}

struct system_config : caf::actor_system_config {
  system_config() {
    add_message_types<caf::id_block::bellwether>();
    set("scheduler.policy", caf::atom("sharing"));
    set("scheduler.max-threads", 1);
  }
};

class stage {
public:
  // Not started before its first message, so that it is idle until then.
  caf::actor listen(handler then) {
    return system_.spawn<caf::lazy_init>(listener, std::move(then));
  }

  caf::actor_system& system() { return system_; }

private:
  system_config config_;
  caf::actor_system system_{config_};
};

} // namespace

TEST_CASE("an idle actor runs on the thread that tells it something",
          "[actors][lane]") {
  stage s;
  std::thread::id ran_on;
  {
    const auto actor = s.listen([&] { ran_on = std::this_thread::get_id(); });
    lane here{s.system()};
    here.open();
    tell(actor, report_request{});
    CHECK(ran_on == std::this_thread::get_id());
  }
}

TEST_CASE("what an actor tells another one is done before the first tell ends",
          "[actors][lane]") {
  stage s;
  {
    bool done = false;
    const auto second = s.listen([&] { done = true; });
    const auto first = s.listen([&] {
      tell(second, report_request{});
      CHECK_FALSE(done);
    });
    lane here{s.system()};
    here.open();
    tell(first, report_request{});
    CHECK(done);
  }
}

TEST_CASE("without a lane an actor runs on the scheduler", "[actors][lane]") {
  stage s;
  {
    std::promise<std::thread::id> ran_on;
    const auto actor =
        s.listen([&] { ran_on.set_value(std::this_thread::get_id()); });
    REQUIRE(lane::here() == nullptr);
    tell(actor, report_request{});
    auto answer = ran_on.get_future();
    REQUIRE(answer.wait_for(std::chrono::seconds{10})
            == std::future_status::ready);
    CHECK(answer.get() != std::this_thread::get_id());
  }
}

TEST_CASE("a lane is the thread's own until it is destroyed",
          "[actors][lane]") {
  stage s;
  {
    lane here{s.system()};
    here.open();
    CHECK(lane::here() == &here);
    std::thread{[] {
      CHECK(lane::here() == nullptr);
    }}.join();
  }
  CHECK(lane::here() == nullptr);
}

TEST_CASE("telling nobody does nothing", "[actors][lane]") {
  tell(caf::actor{}, report_request{});
  tell(router_actor{}, report_request{});
}

TEST_CASE("an actor that two threads tell something runs once at a time",
          "[actors][lane]") {
  constexpr int each = 2'000;
  stage s;
  {
    int count = 0; // not atomic: the actor guards it
    std::promise<void> all;
    const auto actor = s.listen([&] {
      if (++count == 2 * each)
        all.set_value();
    });
    const auto talk = [&] {
      lane here{s.system()};
      here.open();
      for (int i = 0; i < each; ++i)
        tell(actor, report_request{});
    };
    std::thread other{talk};
    std::thread{talk}.join();
    other.join();
    auto done = all.get_future();
    REQUIRE(done.wait_for(std::chrono::seconds{10})
            == std::future_status::ready);
    CHECK(count == 2 * each);
  }
}

} // namespace bellwether::actors
