#include "domain/probe_policy.hpp"

#include "domain/any.hpp"
#include "domain/support.hpp"

#include <catch2/catch.hpp>

#include <rapidcheck/catch.h>

namespace bellwether::domain {

using namespace std::chrono_literals;
using enum health_state;

namespace {

// Under the default policy, an interval of 60 s.
std::optional<time_point> due(const probe_facts& facts,
                              std::chrono::milliseconds now,
                              double chance = 0.0) {
  return next_probe(probe_policy{}, facts, at(now), chance);
}

} // namespace

TEST_CASE("a provider whose probes are off is never probed",
          "[domain][probe]") {
  probe_policy p;
  p.kind = probe_kind::off;
  for (const auto s : {closed, open, half_open, rate_limited, misconfigured})
    CHECK_FALSE(next_probe(p, {.state = s}, at(0s), 0.0));
}

TEST_CASE("a provider that nothing has told of is probed soon",
          "[domain][probe]") {
  const probe_facts started{.known_since = at(5s)};
  CHECK(due(started, 5s, 0.0) == at(5s));
  CHECK(due(started, 5s, 0.5) == at(5'500ms));
  // However often it is asked meanwhile.
  CHECK(due(started, 5'400ms, 0.5) == at(5'500ms));
  CHECK(due(started, 7s, 0.5) == at(7s));
}

TEST_CASE("a healthy provider is probed after an interval of silence",
          "[domain][probe]") {
  const probe_facts told{.last_told = at(10s)};
  CHECK(due(told, 20s) == at(70s));
  CHECK(due(told, 20s, 0.5) == at(73s));
  CHECK(due(told, 100s) == at(100s));
  SECTION("since the last probe, if that is later") {
    CHECK(due({.last_told = at(10s), .last_probe = at(15s)}, 20s) == at(75s));
    CHECK(due({.last_probe = at(15s)}, 20s) == at(75s));
  }
  SECTION("since the last that told, if that is later") {
    CHECK(due({.last_told = at(10s), .last_probe = at(5s)}, 20s) == at(70s));
  }
}

TEST_CASE("who is held out is probed when its hold is over",
          "[domain][probe]") {
  for (const auto s : {open, misconfigured, rate_limited})
    CHECK(due({.state = s, .held_until = at(90s), .last_told = at(0s)}, 1s)
          == at(90s));
  SECTION("but a rate limit that is over is no reason for a probe") {
    CHECK(
        due({.state = rate_limited, .held_until = at(20s), .last_told = at(0s)},
            1s)
        == at(60s));
  }
  SECTION("and not at once after a probe") {
    CHECK(due({.state = open, .held_until = at(9s), .last_probe = at(8'900ms)},
              8'950ms)
          == at(9'900ms));
  }
}

TEST_CASE("who is half open is probed at once", "[domain][probe]") {
  CHECK(due({.state = half_open, .last_told = at(0s)}, 30s) == at(30s));
  SECTION("a second after the last probe") {
    CHECK(due({.state = half_open, .last_probe = at(29'500ms)}, 30s)
          == at(30'500ms));
  }
  SECTION("unless a probe is out") {
    CHECK(due({.state = half_open, .probe_out = true}, 30s) == at(31s));
  }
}

TEST_CASE("no probe is due in the past, or beside another", "[domain][probe]") {
  rc::prop("whatever is known", [] {
    const auto any_time = [] {
      return at(std::chrono::milliseconds{any_of(0, 200'000)});
    };
    probe_facts facts;
    facts.state =
        *rc::gen::element(closed, open, half_open, rate_limited, misconfigured);
    facts.held_until = any_time();
    facts.probe_out = any_of(0, 4) == 0;
    if (any_of(0, 2) == 0)
      facts.last_told = any_time();
    if (any_of(0, 2) == 0)
      facts.last_probe = any_time();
    const time_point now = any_time();
    const double chance = any_of(0, 1'000) / 1'000.0;
    const auto when = next_probe(probe_policy{}, facts, now, chance);
    RC_ASSERT(when.has_value());
    RC_ASSERT(*when >= now);
    RC_ASSERT(!facts.probe_out || *when > now);
    if (facts.last_probe && !facts.probe_out)
      RC_ASSERT(*when >= *facts.last_probe + 1s);
    if (facts.state == open && !facts.probe_out)
      RC_ASSERT(*when >= facts.held_until);
  });
}

TEST_CASE("kinds of probes have names", "[domain][probe]") {
  CHECK(to_string(probe_kind::off) == "off");
  CHECK(to_string(probe_kind::models) == "models");
  CHECK(to_string(probe_kind::completion) == "completion");
}

} // namespace bellwether::domain
