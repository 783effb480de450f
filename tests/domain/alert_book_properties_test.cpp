#include "domain/alert_subject.hpp"
#include "domain/any.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <rapidcheck/catch.h>
#include <set>

namespace bellwether::domain {

namespace {

using namespace std::chrono_literals;
using std::chrono::seconds;

const std::array<condition, 4> kinds{
    wrong(alert_rule::provider_down, "openai"),
    wrong(alert_rule::provider_rate_limited, "openai"),
    wrong(alert_rule::route_down, "auto"),
    wrong(alert_rule::ledger_failing, "ledger")};

struct look {
  seconds passed{0};
  std::vector<condition> present;
};

std::vector<look> any_life(int backwards) {
  std::vector<look> out;
  for (int i = any_of(1, 120); i > 0; --i) {
    look next;
    const int jump = any_of(0, 20);
    next.passed = seconds{jump == 0   ? any_of(-backwards, 7200)
                          : jump == 1 ? any_of(0, 1200)
                                      : any_of(0, 90)};
    for (const auto& kind : kinds)
      if (any_of(0, 2) == 1)
        next.present.push_back(kind);
    out.push_back(std::move(next));
  }
  return out;
}

void check_stories(const alert_subject& it) {
  std::map<std::uint64_t, std::vector<alert_step>> steps;
  for (const auto& each : it.all)
    steps[each.about.number].push_back(each.step);
  for (const auto& [number, of] : steps) {
    RC_ASSERT(of.front() == alert_step::fired);
    RC_ASSERT(std::ranges::count(of, alert_step::fired) == 1);
    RC_ASSERT(std::ranges::count(of, alert_step::escalated) <= 1);
    const auto ends = std::ranges::count(of, alert_step::resolved);
    RC_ASSERT(ends == (it.kept().at(number).resolved ? 1 : 0));
    RC_ASSERT(ends == 0 || of.back() == alert_step::resolved);
  }
}

void check_open(const alert_subject& it) {
  std::set<alert_key> open;
  for (const auto& [number, each] : it.kept())
    if (each.is_open())
      RC_ASSERT(open.insert(each.what.key).second);
}

} // namespace

TEST_CASE("every alert's story is told once from its beginning to its end",
          "[domain][alerts]") {
  rc::prop("with clocks that jump both ways, silences and restarts", [] {
    alert_subject it;
    for (const auto& next : any_life(7200)) {
      it.silenced = any_of(0, 10) == 0;
      it.after(next.passed, next.present);
      check_open(it);
      if (any_of(0, 10) == 0)
        it.restart();
      const auto open = it.book.alerts();
      if (!open.empty() && any_of(0, 10) == 0)
        it.book.acknowledge(open.front().number, "ada", it.now);
    }
    // In the end all are over.
    it.after(1s, {});
    it.after(24h, {});
    RC_ASSERT(it.book.alerts().empty());
    check_stories(it);
  });
}

TEST_CASE("restarts change nothing that is told", "[domain][alerts]") {
  rc::prop("given that what changed was written down", [] {
    // A pending alert is nobody's yet: its wait begins anew.
    alert_policies policies;
    policies[alert_rule::provider_rate_limited].lasting = 0s;
    alert_subject whole{policies};
    alert_subject broken{policies};
    for (const auto& next : any_life(0)) {
      if (any_of(0, 4) == 0)
        broken.restart();
      RC_ASSERT(whole.after(next.passed, next.present)
                == broken.after(next.passed, next.present));
    }
    for (const auto& [number, each] : whole.kept())
      RC_ASSERT(broken.kept().at(number) == each);
  });
}

TEST_CASE("flaps of every period make one page and one end",
          "[domain][alerts]") {
  // Half of each period it is down, half of it well.
  const int period = GENERATE(5, 10, 20, 30, 45, 60, 75, 90);
  alert_subject it;
  for (int second = 0; second < 600; ++second) {
    std::vector<condition> present;
    if (second % period < (period + 1) / 2)
      present.push_back(kinds.front());
    it.after(1s, present);
  }
  for (int second = 0; second < 7200; ++second)
    it.after(1s, {});
  CAPTURE(period);
  REQUIRE(it.all.size() == 2);
  CHECK(it.all.front().step == alert_step::fired);
  CHECK(it.all.back().step == alert_step::resolved);
  CHECK(it.all.front().about.number == it.all.back().about.number);
}

TEST_CASE("thresholds are told once a month for a year, restarts or none",
          "[domain][alerts]") {
  rc::prop("whenever it restarts", [] {
    alert_subject it;
    std::map<std::string, unsigned> fired;
    for (int hour = 0; hour < 12 * 30 * 24; hour += 6) {
      const auto month = std::to_string(hour / (30 * 24));
      const int spent = hour % (30 * 24) * 110 / (30 * 24); // percent
      std::vector<condition> present;
      for (const int mark : {50, 75, 90, 100})
        if (spent >= mark)
          present.push_back(wrong(alert_rule::budget_threshold,
                                  std::to_string(mark) + " %", month));
      it.after(6h, present);
      if (any_of(0, 8) == 0)
        it.restart();
    }
    for (const auto& each : it.all)
      if (each.step == alert_step::fired)
        ++fired[each.about.what.occurrence + " " + each.about.what.key.entity];
      else
        RC_ASSERT(each.step == alert_step::resolved);
    RC_ASSERT(fired.size() == 48U);
    for (const auto& [name, count] : fired)
      RC_ASSERT(count == 1U);
  });
}

} // namespace bellwether::domain
