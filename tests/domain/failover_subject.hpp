#pragma once

#include "domain/failover.hpp"
#include "domain/support.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace bellwether::domain {

/// Failover over the tutorial's four models in their order, from the smallest
/// window to the largest. Times count from at(0ms).
struct failover_subject {
  failover_policy policy;
  failover f;

  explicit failover_subject(
      plan p = {0, 1, 2, 3}, failover_policy given = {},
      std::chrono::milliseconds deadline = std::chrono::seconds{60})
      : policy{given},
        f{std::make_shared<const catalog>(tutorial_catalog()), policy,
          std::move(p), at(deadline)} {}

  void goes_to(std::size_t deployment, std::chrono::milliseconds now = {},
               std::chrono::milliseconds wait = {}, double chance = 0.0) {
    const next_move move = f.next(at(now), chance);
    REQUIRE(std::holds_alternative<try_candidate>(move));
    CHECK(std::get<try_candidate>(move).deployment == deployment);
    CHECK(std::get<try_candidate>(move).wait == wait);
    CHECK(f.current() == deployment);
  }
  /// At once, and as a last resort.
  void turns_to(std::size_t deployment, std::chrono::milliseconds now = {}) {
    const next_move move = f.next(at(now), 0.0);
    REQUIRE(std::holds_alternative<try_candidate>(move));
    CHECK(std::get<try_candidate>(move).deployment == deployment);
    CHECK(std::get<try_candidate>(move).how == urgency::last_resort);
    CHECK(std::get<try_candidate>(move).wait.count() == 0);
  }
  void gives_up(bool deadline_passed = false,
                std::chrono::milliseconds now = {}) {
    const next_move move = f.next(at(now), 0.0);
    REQUIRE(std::holds_alternative<give_up>(move));
    CHECK(std::get<give_up>(move).deadline_passed == deadline_passed);
  }
  void fails(
      failure_class what, std::chrono::milliseconds now = {},
      std::optional<std::chrono::milliseconds> retry_after = std::nullopt) {
    f.failed(f.current(), failure_of(what, retry_after), at(now));
  }
  void is_refused(health_state s, std::chrono::milliseconds until,
                  refusal why = refusal::held_out) {
    f.refused({false, false, s, why, at(until)});
  }
  void is_over(std::string budget,
               when_exceeded action = when_exceeded::refuse) {
    budget_refusal why;
    why.budget = std::move(budget);
    why.action = action;
    f.refused(why);
  }
  void is_degraded(const plan& cheaper) {
    is_over("web", when_exceeded::degrade);
    f.degrade(cheaper);
  }
  void is_hedged_with(std::size_t deployment) {
    const auto move = f.hedge(at(std::chrono::milliseconds{0}));
    REQUIRE(move);
    CHECK(move->deployment == deployment);
  }
};

} // namespace bellwether::domain
