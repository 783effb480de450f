#pragma once

#include "domain/health.hpp"
#include "domain/support.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

/// A health under the default policy with a chance of 0: every hold is its
/// shortest, 2.5 s at first. Times count from at(0ms).
struct health_subject {
  health h{health_policy{}};

  std::optional<health_change> fail(
      std::chrono::milliseconds t, bool probe = false,
      std::optional<std::chrono::milliseconds> retry_after = std::nullopt) {
    return h.failed(at(t), probe, health_mark::failure,
                    failure_of(failure_class::overloaded, retry_after), 0.0);
  }
  std::optional<health_change> limit(
      std::chrono::milliseconds t, bool probe = false,
      std::optional<std::chrono::milliseconds> retry_after = std::nullopt) {
    return h.failed(at(t), probe, health_mark::rate_limited,
                    failure_of(failure_class::rate_limited, retry_after), 0.0);
  }
  std::optional<health_change> misconfigure(std::chrono::milliseconds t,
                                            bool probe = false) {
    return h.failed(at(t), probe, health_mark::provider_misconfigured,
                    failure_of(failure_class::bad_credentials), 0.0);
  }
  void open_at(std::chrono::milliseconds t) {
    fail(t);
    fail(t);
    const auto change = fail(t);
    REQUIRE(change);
    REQUIRE(change->to == health_state::open);
  }
  void probe_at(std::chrono::milliseconds t) {
    const admission a = h.admit(at(t));
    REQUIRE(a.admitted);
    REQUIRE(a.probe);
    REQUIRE(h.state(at(t)) == health_state::half_open);
  }
  void refuses(std::chrono::milliseconds t, health_state s,
               std::chrono::milliseconds until) {
    const admission a = h.admit(at(t));
    CHECK_FALSE(a.admitted);
    CHECK(a.state == s);
    CHECK(a.until == at(until));
  }
};

} // namespace bellwether::domain
