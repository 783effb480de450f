#include "actors/objective.hpp"

#include "actors/support.hpp"

#include <catch2/catch.hpp>

#include <memory>

namespace bellwether::actors::test {

namespace {

using namespace std::chrono_literals;
using domain::drill_end;

/// An objective of two providers.
class objective_stage : public actor_stage {
public:
  objective_stage() {
    objective_config with{catalog_of({"one", "two"}), 0.99, {}, board_};
    auto book = make_book(with);
    objective_ =
        system().spawn(objective, with, std::move(book), where_, events_);
    run();
  }
  ~objective_stage() { end(objective_); }
  objective_stage(const objective_stage&) = delete;
  objective_stage& operator=(const objective_stage&) = delete;

  void call_ended(int status, bool drilled = false) {
    domain::finished_call call;
    call.status = status;
    call.answered_by = 1;
    call.drilled = drilled;
    if (drilled)
      call.failed_at = {0};
    caf::anon_send(objective_, call);
    run();
  }

  void changed(domain::health_state to) {
    caf::anon_send(objective_, provider_changed{0, std::nullopt, to});
    run();
  }

  template <class Answer, class Question>
  Answer tell_me(Question question) {
    return ask<Answer>(objective_, question);
  }

  drill_snapshot drill() { return tell_me<drill_snapshot>(drill_request{}); }

  drill_snapshot begin() {
    return tell_me<drill_snapshot>(start_drill{{.provider = 0, .length = 10s}});
  }

  const drill_board& board() const { return *board_; }
  const event_log& events() const { return *events_; }

private:
  std::shared_ptr<drill_board> board_ = std::make_shared<drill_board>();
  std::shared_ptr<directory> where_ = std::make_shared<directory>();
  std::shared_ptr<event_log> events_ = std::make_shared<event_log>();
  objective_actor objective_;
};

} // namespace

TEST_CASE("the objective counts what callers saw", "[actors][objective]") {
  objective_stage at;
  for (int i = 0; i < 99; ++i)
    at.call_ended(200);
  at.call_ended(503);
  at.call_ended(400);
  const auto got = at.tell_me<availability_snapshot>(availability_request{});
  CHECK(got.objective == 0.99);
  CHECK(got.budget_left == Approx(0.0).margin(1e-9));
  REQUIRE(got.windows.size() == 4);
  CHECK(got.windows[0].counts.callers == domain::success_count{99, 1});
}

TEST_CASE("a drill runs for its time and says what it came to",
          "[actors][drill]") {
  objective_stage at;
  CHECK_FALSE(at.drill().report);
  CHECK(at.begin().refused.empty());
  CHECK(at.board().draw(0, 0.5));
  CHECK_FALSE(at.board().draw(1, 0.5));
  for (int i = 0; i < 5; ++i)
    at.call_ended(200, true);
  at.call_ended(200);
  at.advance(1s);
  at.changed(domain::health_state::open);
  CHECK(at.begin().refused == "a drill is running");
  for (int i = 0; i < 40; ++i)
    at.advance(250ms);
  CHECK_FALSE(at.board().running());
  at.changed(domain::health_state::half_open);
  at.advance(2s);
  at.changed(domain::health_state::closed);
  const auto report = at.drill().report;
  REQUIRE(report);
  CHECK(report->end == drill_end::time_up);
  CHECK(report->requests == 6);
  CHECK(report->rerouted == 5);
  CHECK(report->failed == 0);
  CHECK(report->time_to_detect == 1s);
  CHECK(report->time_to_recover.has_value());
  const auto events = at.events().after(0);
  REQUIRE(events.size() == 2);
  CHECK(events[0].kind == "drill_started");
  CHECK(events[1].kind == "drill_ended");
  CHECK(events[1].provider == "one");
}

TEST_CASE("a drill that callers feel stops by itself", "[actors][drill]") {
  objective_stage at;
  at.begin();
  for (int i = 0; i < 4; ++i)
    at.call_ended(503, true);
  CHECK(at.board().running());
  at.call_ended(503, true);
  CHECK_FALSE(at.board().running());
  CHECK(at.drill().report->end == drill_end::in_danger);
  CHECK(at.drill().report->failed == 5);
}

TEST_CASE("a drill can be stopped, and another one started",
          "[actors][drill]") {
  objective_stage at;
  CHECK_FALSE(at.tell_me<drill_snapshot>(stop_drill{}).report);
  at.begin();
  CHECK(at.tell_me<drill_snapshot>(stop_drill{}).report->end
        == drill_end::stopped);
  CHECK_FALSE(at.board().running());
  CHECK(at.begin().refused.empty());
  CHECK(at.board().running());
}

} // namespace bellwether::actors::test
