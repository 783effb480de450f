#include "domain/any.hpp"
#include "domain/failover.hpp"
#include "domain/support.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <rapidcheck/catch.h>
#include <set>

namespace bellwether::domain {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t all_models = 4;

std::chrono::milliseconds any_time(int most_ms) {
  return std::chrono::milliseconds{any_of(0, most_ms)};
}

failure any_failure() {
  const auto what = static_cast<failure_class>(
      any_of(0, static_cast<int>(failure_class::content_refused)));
  failure f = failure_of(what);
  if (*rc::gen::arbitrary<bool>())
    f.retry_after = any_time(4'000);
  return f;
}

admission any_refusal(time_point now) {
  const auto state = *rc::gen::element(
      health_state::open, health_state::half_open, health_state::rate_limited,
      health_state::misconfigured, health_state::closed);
  const auto why = state == health_state::closed
                       ? *rc::gen::element(refusal::recovering, refusal::full)
                       : *rc::gen::element(refusal::held_out, refusal::probing,
                                           refusal::low_quota);
  return {false, false, state, why, now + any_time(4'000)};
}

budget_refusal any_budget() {
  budget_refusal out;
  out.budget = "web";
  out.action = *rc::gen::element(when_exceeded::refuse, when_exceeded::degrade);
  return out;
}

struct trial {
  failover_policy policy;
  plan candidates;
  time_point deadline;
  time_point now = at(0ms);
  std::size_t moves = 0;
  std::map<std::size_t, unsigned> named;
  std::set<std::size_t> over_budget;
};

// One move, its pause and what came of it. False when it was given up.
bool step(failover& f, trial& t) {
  const double chance = any_of(0, 1'000) / 1'000.0;
  const next_move move = f.next(t.now, chance);
  if (const auto* end = std::get_if<give_up>(&move)) {
    RC_ASSERT(!end->deadline_passed || t.now >= t.deadline);
    return false;
  }
  const auto& next = std::get<try_candidate>(move);
  RC_ASSERT(f.attempts() < t.policy.max_attempts);
  RC_ASSERT(next.wait >= 0ms);
  RC_ASSERT(next.wait <= t.policy.max_wait);
  RC_ASSERT(t.now + next.wait < t.deadline);
  // Once in each round, and once as a last resort.
  RC_ASSERT(++t.named[next.deployment] <= t.policy.max_attempts + 1);
  RC_ASSERT(++t.moves <= all_models * (t.policy.max_attempts + 1));
  RC_ASSERT_FALSE(t.over_budget.contains(next.deployment));
  t.now += next.wait;
  const int outcome = any_of(0, 6);
  if (outcome == 0) {
    f.refused(any_budget());
    t.over_budget.insert(next.deployment);
    if (f.wants_cheaper())
      f.degrade({3, 2, 1, 0});
  } else if (outcome < 3) {
    f.refused(any_refusal(t.now));
  } else {
    t.now += any_time(2'000);
    f.failed(next.deployment, any_failure(), t.now);
  }
  return true;
}

} // namespace

TEST_CASE("failover ends within its bounds, whatever the candidates do",
          "[domain][failover]") {
  const auto models = std::make_shared<const catalog>(tutorial_catalog());
  rc::prop("for random outcomes", [&] {
    trial t;
    t.policy.max_attempts = any_of(1U, 10U);
    t.candidates = {0, 1, 2, 3};
    t.candidates.resize(any_of<std::size_t>(1, 5));
    t.deadline = at(any_time(30'000));
    failover f{models, t.policy, t.candidates, t.deadline};
    while (step(f, t)) {
    }
    RC_ASSERT(std::holds_alternative<give_up>(f.next(t.now, 0.0)));
    RC_ASSERT(f.records().size() == t.moves);
    RC_ASSERT(f.attempts() <= t.policy.max_attempts);
    RC_ASSERT((f.refused_by_budget() != nullptr)
              == (t.moves > 0 && t.over_budget.size() == t.moves));
    const exhausted e = conclude(*models, f.records(), t.now, false);
    RC_ASSERT(e.status >= 400 && e.status < 600);
    RC_ASSERT(e.status != 401 && e.status != 403);
    RC_ASSERT(e.message.size() <= 1'000U);
    RC_ASSERT_FALSE(e.type.empty() || e.code.empty());
    RC_ASSERT(e.retry_after.value_or(1s) >= 1s);
  });
}

TEST_CASE("every candidate is asked before one is asked again",
          "[domain][failover]") {
  const auto models = std::make_shared<const catalog>(tutorial_catalog());
  rc::prop("for failures that pass by themselves", [&] {
    trial t;
    t.candidates = {3, 1, 0, 2};
    failover f{models, t.policy, t.candidates, at(24h)};
    for (const std::size_t expected : t.candidates) {
      const next_move move = f.next(t.now, 0.5);
      RC_ASSERT(std::get<try_candidate>(move).deployment == expected);
      t.now += any_time(5'000);
      f.failed(expected, failure_of(failure_class::server_error), t.now);
    }
  });
}

} // namespace bellwether::domain
