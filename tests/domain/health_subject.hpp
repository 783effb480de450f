#pragma once

#include "domain/health.hpp"
#include "domain/support.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

/// A health under the default policy, with a chance of 0 unless told: every
/// hold is its shortest, 5 s. Times count from at(0ms).
struct health_subject {
  using milliseconds = std::chrono::milliseconds;

  health h{health_policy{}};
  double chance = 0.0;
  failure_class what = failure_class::overloaded; ///< of failures

  std::optional<health_change> fail(
      milliseconds t, bool probe = false,
      std::optional<milliseconds> retry_after = std::nullopt) {
    return h.failed(at(t), probe, health_mark::failure,
                    failure_of(what, retry_after), chance);
  }
  std::optional<health_change> limit(
      milliseconds t, bool probe = false,
      std::optional<milliseconds> retry_after = std::nullopt) {
    return h.failed(at(t), probe, health_mark::rate_limited,
                    failure_of(failure_class::rate_limited, retry_after),
                    chance);
  }
  std::optional<health_change> misconfigure(milliseconds t,
                                            bool probe = false) {
    return h.failed(at(t), probe, health_mark::provider_misconfigured,
                    failure_of(failure_class::bad_credentials), chance);
  }
  std::optional<health_change> succeed(milliseconds t, bool probe = false) {
    return h.succeeded(at(t), probe);
  }
  health_change open_at(milliseconds t) {
    fail(t);
    fail(t);
    const auto change = fail(t);
    REQUIRE(change);
    REQUIRE(change->to == health_state::open);
    return *change;
  }
  void probe_at(milliseconds t) {
    const admission a = h.admit(at(t));
    REQUIRE(a.admitted);
    REQUIRE(a.probe);
    REQUIRE(a.state == health_state::half_open);
    REQUIRE(h.state(at(t)) == health_state::half_open);
  }
  void ask_as_a_last_resort(milliseconds t) {
    const health_state before = h.state(at(t));
    const admission a = h.admit(at(t), urgency::last_resort);
    REQUIRE(a.admitted);
    REQUIRE(a.probe);
    REQUIRE(a.state == before);
    REQUIRE(h.state(at(t)) == before);
  }
  /// Opened at `t`, and closed by its probe when the hold of 5 s is over.
  void recover_from(milliseconds t) {
    open_at(t);
    const milliseconds later = t + std::chrono::seconds{5};
    probe_at(later);
    const auto change = succeed(later, true);
    REQUIRE(change);
    REQUIRE(change->to == health_state::closed);
  }
  void refuses(milliseconds t, health_state s, milliseconds until,
               urgency how = urgency::normal) {
    const admission a = h.admit(at(t), how);
    CHECK_FALSE(a.admitted);
    CHECK_FALSE(a.probe);
    CHECK(a.state == s);
    CHECK(a.until == at(until));
    CHECK(a.why
          == (s == health_state::half_open ? refusal::probing
                                           : refusal::held_out));
  }
};

} // namespace bellwether::domain
