#include "domain/health.hpp"

#include "domain/health_subject.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <functional>
#include <string_view>

namespace bellwether::domain {

using namespace std::chrono_literals;
using enum health_state;
using subject = health_subject;

TEST_CASE("a healthy provider admits everybody", "[domain][breaker]") {
  subject s;
  for (int i = 0; i < 5; ++i) {
    const admission a = s.h.admit(at(0ms), urgency::normal, 0.999);
    CHECK(a.admitted);
    CHECK_FALSE(a.probe);
    CHECK(a.why == refusal::none);
  }
  CHECK(s.h.state(at(0ms)) == closed);
}

TEST_CASE("consecutive failures up to the threshold open the breaker",
          "[domain][breaker]") {
  subject s;
  CHECK_FALSE(s.fail(0s));
  CHECK_FALSE(s.fail(1s));
  CHECK(s.h.consecutive_failures() == 2);
  const auto change = s.fail(2s);
  REQUIRE(change);
  CHECK(change->from == closed);
  CHECK(change->to == open);
  CHECK(change->until == at(7s));
  CHECK_THAT(change->cause, Catch::Contains("3 consecutive failures")
                                && Catch::Contains("told by the test"));
  CHECK(s.h.since() == at(2s));
  CHECK(s.h.held_until() == at(7s));
  CHECK_THAT(s.h.last_cause(), Catch::Contains("overloaded"));
  s.refuses(6'999ms, open, 7s);
}

TEST_CASE("a success between failures starts the count again",
          "[domain][breaker]") {
  subject s;
  s.fail(0s);
  s.fail(1s);
  CHECK_FALSE(s.succeed(2s));
  CHECK(s.h.consecutive_failures() == 0);
  CHECK_FALSE(s.fail(3s));
  CHECK_FALSE(s.fail(4s));
  CHECK(s.fail(5s));
}

TEST_CASE("a share of failures opens the breaker once enough has ended",
          "[domain][breaker]") {
  subject s;
  for (int i = 0; i < 9; ++i) {
    CHECK_FALSE(s.fail(1s));
    CHECK_FALSE(s.succeed(1s));
  }
  CHECK_FALSE(s.fail(2s));
  CHECK(s.h.failure_share(at(2s)) == Approx(10.0 / 19));
  SECTION("as many as it takes") {
    const auto change = s.fail(2s);
    REQUIRE(change);
    CHECK(change->to == open);
    CHECK(change->until == at(7s));
    CHECK_THAT(change->cause,
               Catch::StartsWith("55 % of the last 20 attempts failed, the "
                                 "last: overloaded"));
    CHECK(s.h.failure_share(at(2s)) == Approx(11.0 / 20));
    // It starts anew with the recovery.
    s.probe_at(7s);
    s.succeed(7s, true);
    CHECK(s.h.failure_share(at(7s)) == 0.0);
  }
  SECTION("not when what ended is too long ago") {
    CHECK_FALSE(s.fail(40s));
    CHECK(s.h.failure_share(at(40s)) == 1.0);
  }
  SECTION("not when more succeeded") {
    for (int i = 0; i < 5; ++i)
      s.succeed(2s);
    CHECK_FALSE(s.fail(2s));
  }
}

TEST_CASE("the very share opens too", "[domain][breaker]") {
  subject s;
  for (int i = 0; i < 9; ++i) {
    s.fail(0s);
    s.succeed(0s);
  }
  s.succeed(0s);
  CHECK_THAT(s.fail(0s)->cause, Catch::StartsWith("50 % of the last 20"));
}

TEST_CASE("without a share only consecutive failures open",
          "[domain][breaker]") {
  health_policy p;
  p.failure_share = 0.0;
  subject s;
  s.h = health{p};
  for (int i = 0; i < 50; ++i) {
    CHECK_FALSE(s.fail(0s));
    CHECK_FALSE(s.fail(0s));
    CHECK_FALSE(s.succeed(0s));
  }
}

TEST_CASE("after the hold an open breaker is half open and lets one through",
          "[domain][breaker]") {
  subject s;
  s.open_at(0s);
  CHECK(s.h.state(at(4'999ms)) == open);
  CHECK(s.h.state(at(5s)) == half_open);
  s.probe_at(6s);
  CHECK(s.h.since() == at(5s));
  s.refuses(6'100ms, half_open, 7'100ms);
  s.refuses(6'100ms, half_open, 7'100ms, urgency::last_resort);
  const auto change = s.succeed(7s, true);
  REQUIRE(change);
  CHECK(change->from == half_open);
  CHECK(change->to == closed);
  CHECK(change->cause == "the probe succeeded");
  CHECK(change->until == time_point{});
  CHECK(s.h.admit(at(7s)).admitted);
  CHECK_FALSE(s.h.admit(at(7s)).probe);
  CHECK(s.h.consecutive_failures() == 0);
  CHECK(s.h.since() == at(7s));
}

TEST_CASE("what time alone changes is told once", "[domain][breaker]") {
  subject s;
  SECTION("the end of a hold") {
    s.open_at(0s);
    CHECK_FALSE(s.h.settle(at(4'999ms)));
    const auto change = s.h.settle(at(60s));
    REQUIRE(change);
    CHECK(change->from == open);
    CHECK(change->to == half_open);
    CHECK(change->cause == "the hold is over");
    CHECK(change->until == time_point{});
    CHECK(s.h.since() == at(5s));
  }
  SECTION("the end of a misconfiguration's") {
    s.misconfigure(0s);
    CHECK_FALSE(s.h.settle(at(299s)));
    CHECK(s.h.settle(at(300s))->to == half_open);
  }
  SECTION("the end of a rate limit") {
    s.limit(0s, false, 20s);
    const auto change = s.h.settle(at(20s));
    REQUIRE(change);
    CHECK(change->to == closed);
    CHECK(change->cause == "the rate limit is over");
    CHECK(s.h.since() == at(20s));
  }
  SECTION("a lost probe is none") {
    s.open_at(0s);
    s.probe_at(5s);
    CHECK_FALSE(s.h.settle(at(1h)));
  }
  CHECK_FALSE(s.h.settle(at(2h)));
}

namespace {

using set_up = std::function<void(subject&)>;
using event = std::function<std::optional<health_change>(subject&)>;

// Where it stands, what is admitted (nobody -, anybody a, a probe p) to
// normal attempts and to last resorts, what each event below makes of it and
// what time does.
struct standing {
  set_up arrive;
  std::string_view admits;
  std::string_view after;
  char later;
};

const std::array<event, 11> events{
    [](subject& s) { return s.succeed(0s); },
    [](subject& s) { return s.succeed(0s, true); },
    [](subject& s) { return s.fail(0s); },
    [](subject& s) { return s.fail(0s), s.fail(0s), s.fail(0s); },
    [](subject& s) { return s.fail(0s, true); },
    [](subject& s) { return s.limit(0s); },
    [](subject& s) { return s.limit(0s, true); },
    [](subject& s) { return s.misconfigure(0s); },
    [](subject& s) { return s.misconfigure(0s, true); },
    [](subject& s) { return s.h.abandoned(at(0s), false), std::nullopt; },
    [](subject& s) { return s.h.abandoned(at(0s), true), std::nullopt; },
};

// In the order of the events; a ! is reported as the probe's:
// succeeded, succeeded!, failed, failed to the threshold, failed!,
// rate limited, rate limited!, misconfigured, misconfigured!, left, left!
const std::array<standing, 9> standings{{
    {[](subject&) {}, "aa", "CCCOCRRMMCC", 'C'},
    {[](subject& s) { s.open_at(-1s); }, "-p", "OOOOOOOMMOO", 'H'},
    {[](subject& s) { s.open_at(-1s), s.ask_as_a_last_resort(-1s); }, "--",
     "OCOOOOOMMOO", 'H'},
    {[](subject& s) { s.open_at(-9s); }, "pp", "HHHHHHHMMHH", 'H'},
    {[](subject& s) { s.open_at(-9s), s.probe_at(-1s); }, "--", "HCHHOHRMMHH",
     'H'},
    {[](subject& s) { s.limit(-1s); }, "-p", "RRRORRRMMRR", 'C'},
    {[](subject& s) { s.limit(-1s), s.ask_as_a_last_resort(-1s); }, "--",
     "RCRORRRMMRR", 'C'},
    {[](subject& s) { s.misconfigure(-1s); }, "--", "MMMMMMMMMMM", 'H'},
    {[](subject& s) { s.misconfigure(-301s), s.probe_at(-1s); }, "--",
     "HCHHOHRMMHH", 'H'},
}};

health_state meant(char c) {
  constexpr std::string_view codes = "COHRM";
  return static_cast<health_state>(codes.find(c));
}

char admits(subject s, urgency how) {
  const admission a = s.h.admit(at(0s), how);
  CHECK(a.admitted == (a.why == refusal::none));
  if (!a.admitted)
    return '-';
  return a.probe ? 'p' : 'a';
}

} // namespace

TEST_CASE("every state takes every event as its table says",
          "[domain][breaker]") {
  const auto row = GENERATE(range(0, static_cast<int>(standings.size())));
  const standing& from = standings.at(static_cast<std::size_t>(row));
  CAPTURE(row);
  subject origin;
  from.arrive(origin);
  CHECK(admits(origin, urgency::normal) == from.admits[0]);
  CHECK(admits(origin, urgency::last_resort) == from.admits[1]);
  const health_state before = origin.h.state(at(0s));
  for (std::size_t i = 0; i < events.size(); ++i) {
    CAPTURE(i);
    subject s = origin;
    const auto change = events.at(i)(s);
    const health_state after = s.h.state(at(0s));
    CHECK(after == meant(from.after[i]));
    REQUIRE(change.has_value() == (before != after));
    if (change) {
      CHECK(change->from == before);
      CHECK(change->to == after);
      CHECK(s.h.since() == at(0s));
    }
    CHECK_FALSE(s.h.settle(at(0s)));
  }
  CHECK(origin.h.state(at(1h)) == meant(from.later));
  origin.h.settle(at(1h));
  CHECK(origin.h.state(at(1h)) == meant(from.later));
  CHECK(origin.h.admit(at(1h)).probe == (from.later == 'H'));
}

TEST_CASE("health states have names and are known by them",
          "[domain][breaker]") {
  CHECK(to_string(closed) == "closed");
  CHECK(to_string(open) == "open");
  CHECK(to_string(half_open) == "half_open");
  CHECK(to_string(rate_limited) == "rate_limited");
  CHECK(to_string(misconfigured) == "misconfigured");
  for (const auto s : {closed, open, half_open, rate_limited, misconfigured})
    CHECK(parse_health_state(to_string(s)) == s);
  CHECK_FALSE(parse_health_state(""));
  CHECK_FALSE(parse_health_state("Open"));
  CHECK_FALSE(parse_health_state("unknown"));
}

} // namespace bellwether::domain
