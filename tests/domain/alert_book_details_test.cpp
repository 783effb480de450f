#include "domain/alert_subject.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace bellwether::domain {

namespace {

using namespace std::chrono_literals;
using words = alert_subject::words;

const auto down = wrong(alert_rule::provider_down, "openai");

alert_policies pages(std::chrono::milliseconds lasting,
                     std::chrono::milliseconds clear_for,
                     std::chrono::milliseconds escalate_after,
                     std::chrono::milliseconds repeat_every) {
  alert_policies out;
  auto& it = out[alert_rule::provider_down];
  it.lasting = lasting;
  it.clear_for = clear_for;
  it.escalate_after = escalate_after;
  it.repeat_every = repeat_every;
  return out;
}

} // namespace

TEST_CASE("a repeat is counted from when people were told last",
          "[domain][alerts]") {
  alert_subject it{pages(0s, 0s, 30min, 1h)};
  it.after(0s, {down});
  CHECK(it.after(30min, {down}) == words{"escalated openai"});
  CHECK(it.after(59min, {down}).empty());
  CHECK(it.after(1min, {down}) == words{"repeated openai"});
  CHECK(it.after(1h, {down}) == words{"repeated openai"});
}

TEST_CASE("an acknowledgement outlives a restart", "[domain][alerts]") {
  alert_subject it{pages(0s, 0s, 15min, 1h)};
  it.after(0s, {down});
  CHECK(it.book.acknowledge(1, "ada", it.now));
  it.restart();
  CHECK(it.after(24h, {down}).empty());
  CHECK(it.kept().at(1).acknowledged->by == "ada");
  CHECK(it.after(1s, {}) == words{"resolved openai"});
}

TEST_CASE("each time it comes back it must be gone for twice as long",
          "[domain][alerts]") {
  alert_subject it{pages(0s, 10s, 0s, 0s)};
  it.after(0s, {down});
  auto clear = 10s;
  for (unsigned flap = 1; flap <= 6; ++flap) {
    CHECK(it.after(1s, {}).empty());
    CHECK(it.after(clear - 1s, {}).empty());
    CHECK(it.after(0s, {down}).empty());
    CHECK(it.book.alerts().front().flaps == flap);
    clear = std::min(clear * 2, 160s);
  }
  it.after(1s, {});
  CHECK(it.after(159s, {}).empty());
  CHECK(it.after(1s, {}) == words{"resolved openai"});
}

TEST_CASE("what flapped lately is remembered for an hour", "[domain][alerts]") {
  alert_subject it{pages(0s, 10s, 0s, 0s)};
  it.after(0s, {down});
  it.after(1s, {});
  REQUIRE(it.after(10s, {}) == words{"resolved openai"});
  SECTION("soon after, it has flapped once more") {
    CHECK(it.after(59min, {down}) == words{"fired openai"});
    CHECK(it.book.alerts().front().flaps == 1);
    CHECK(it.book.alerts().front().number == 2);
  }
  SECTION("after a restart, too") {
    it.restart();
    it.after(59min, {down});
    CHECK(it.book.alerts().front().flaps == 1);
  }
  SECTION("later it has not") {
    it.after(1h, {down});
    CHECK(it.book.alerts().front().flaps == 0);
  }
}

TEST_CASE("what escalated unheard is told as fired, and once",
          "[domain][alerts]") {
  alert_subject it{pages(0s, 0s, 15min, 0s)};
  it.silenced = true;
  it.after(0s, {down});
  CHECK(it.after(1h, {down}).empty());
  it.silenced = false;
  CHECK(it.after(1min, {down}) == words{"fired openai"});
  CHECK(it.all.back().about.state == alert_state::escalated);
  CHECK(it.after(1min, {down}).empty());
}

TEST_CASE("a silence hides an escalation until it is over, but no end",
          "[domain][alerts]") {
  alert_subject it{pages(0s, 0s, 15min, 0s)};
  it.after(0s, {down});
  it.silenced = true;
  CHECK(it.after(1h, {down}).empty());
  SECTION("escalated, and once though the clock went back") {
    it.silenced = false;
    CHECK(it.after(-30min, {down}) == words{"escalated openai"});
    CHECK(it.after(1s, {down}).empty());
  }
  SECTION("over") {
    CHECK(it.after(1s, {}) == words{"resolved openai"});
  }
}

TEST_CASE("a policy's level goes before the condition's", "[domain][alerts]") {
  auto policies = pages(0s, 0s, 15min, 0s);
  policies[alert_rule::provider_down].level = severity::info;
  alert_subject it{policies};
  it.after(0s, {down});
  CHECK(it.all.back().about.level == severity::info);
  it.after(15min, {down});
  CHECK(it.all.back().about.level == severity::warning);
}

TEST_CASE("an alert keeps when it began, and shows how it is now",
          "[domain][alerts]") {
  alert_subject it;
  it.after(10s, {down});
  auto later = down;
  later.since = noon + 1h;
  later.what = "It is worse now.";
  it.after(1h, {later});
  const auto now = it.book.alerts().front();
  CHECK(now.what.since == noon);
  CHECK(now.what.what == "It is worse now.");
}

TEST_CASE("a clock that goes back holds nothing up for as long",
          "[domain][alerts]") {
  alert_subject it{pages(10s, 10s, 0s, 0s)};
  it.after(0s, {down});
  it.after(-24h, {down});
  CHECK(it.after(10s, {down}) == words{"fired openai"});
  it.after(1s, {});
  it.after(-24h, {});
  CHECK(it.after(10s, {}) == words{"resolved openai"});
}

} // namespace bellwether::domain
