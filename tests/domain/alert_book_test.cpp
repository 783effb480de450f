#include "domain/alert_book.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <rapidcheck/catch.h>

namespace bellwether::domain {

namespace {

using namespace std::chrono_literals;

constexpr wall_time start{
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 12h};

condition openai(alert_rule rule = alert_rule::provider_down) {
  condition out;
  out.key = {rule, "openai"};
  out.level = severity::error;
  out.since = start;
  out.title = "Provider openai is down";
  return out;
}

/// A book, its clock, and what it said.
class stage {
public:
  explicit stage(alert_policies with = {}) : policies{std::move(with)} {
    book.emplace(policies, 0);
  }

  /// A second or more passes, and this is seen.
  std::vector<alert_step> see(const std::vector<condition>& present,
                              std::chrono::milliseconds later = 1s) {
    now += later;
    std::vector<alert_step> out;
    for (auto& each :
         book->update(now, present, [this](const auto&) { return silenced; })) {
      out.push_back(each.step);
      told.push_back(std::move(each));
    }
    for (auto& each : book->take_changed())
      kept[each.number] = std::move(each);
    return out;
  }

  /// Another book takes over what was kept.
  void restart() {
    std::vector<alert> known;
    std::uint64_t last = 0;
    for (const auto& [number, each] : kept) {
      known.push_back(each);
      last = number;
    }
    book.emplace(policies, last);
    book->restore(std::move(known));
  }

  std::size_t count(alert_step step) const {
    return static_cast<std::size_t>(std::ranges::count(
        told, step, [](const auto& each) { return each.step; }));
  }

  alert_policies policies;
  wall_time now = start;
  bool silenced = false;
  std::optional<alert_book> book;
  std::vector<notification> told;
  std::map<std::uint64_t, alert> kept;
};

using steps = std::vector<alert_step>;

} // namespace

TEST_CASE("what is there at once fires at once, and only once",
          "[domain][alerts]") {
  stage it;
  CHECK(it.see({}).empty());
  CHECK(it.see({openai()}) == steps{alert_step::fired});
  for (int i = 0; i < 100; ++i)
    CHECK(it.see({openai()}).empty());
  CHECK(it.book->alerts().at(0).number == 1);
}

TEST_CASE("what must last is pending until it has", "[domain][alerts]") {
  stage it;
  const auto limited = openai(alert_rule::provider_rate_limited); // 10 min
  CHECK(it.see({limited}).empty());
  CHECK(it.book->alerts().at(0).state == alert_state::pending);
  CHECK(it.see({limited}, 9min).empty());
  SECTION("and fires") {
    CHECK(it.see({limited}, 1min) == steps{alert_step::fired});
  }
  SECTION("or is forgotten without a word") {
    CHECK(it.see({}).empty());
    CHECK(it.book->alerts().empty());
    CHECK(it.see({limited}, 9min).empty());
  }
}

TEST_CASE("an end must last too", "[domain][alerts]") {
  stage it;
  it.see({openai()});
  CHECK(it.see({}).empty());
  CHECK(it.see({}, 119s).empty());
  CHECK(it.see({}, 1s) == steps{alert_step::resolved});
  CHECK(it.book->alerts().empty());
  const auto& last = it.told.back().about;
  CHECK(last.state == alert_state::resolved);
  CHECK(last.gone == start + 2s);
  CHECK(it.kept.at(1).resolved == it.now);
}

TEST_CASE("nobody sees to it: it escalates once, and is told again",
          "[domain][alerts]") {
  stage it;
  it.see({openai()});
  CHECK(it.see({openai()}, 14min).empty());
  CHECK(it.see({openai()}, 1min) == steps{alert_step::escalated});
  CHECK(it.told.back().about.level == severity::critical);
  CHECK(it.see({openai()}, 3h).empty());
  CHECK(it.see({openai()}, 1h) == steps{alert_step::repeated});
}

TEST_CASE("somebody sees to it: silence until the end", "[domain][alerts]") {
  stage it;
  it.see({openai()});
  CHECK_FALSE(it.book->acknowledge(2, "ada", it.now));
  CHECK(it.book->acknowledge(1, "ada", it.now));
  CHECK(it.see({openai()}, 48h).empty());
  it.see({});
  CHECK(it.see({}, 2min) == steps{alert_step::resolved});
  CHECK(it.told.back().about.acknowledged->by == "ada");
}

TEST_CASE("another occurrence ends the one before", "[domain][alerts]") {
  stage it;
  auto budget = openai(alert_rule::budget_threshold);
  budget.occurrence = "november";
  it.see({budget});
  budget.occurrence = "december";
  CHECK(it.see({budget}) == steps{alert_step::resolved, alert_step::fired});
  CHECK(it.book->alerts().at(0).number == 2);
}

TEST_CASE("the silenced are told when it is over, if they still fire",
          "[domain][alerts]") {
  stage it;
  it.silenced = true;
  CHECK(it.see({openai()}).empty());
  CHECK(it.see({openai()}, 1h).empty());
  SECTION("told") {
    it.silenced = false;
    CHECK(it.see({openai()}) == steps{alert_step::fired});
  }
  SECTION("what ends before ends without a word") {
    it.see({});
    CHECK(it.see({}, 1h).empty());
    CHECK(it.told.empty());
    CHECK(it.kept.at(1).state == alert_state::resolved);
  }
}

TEST_CASE("a provider that flaps for ten minutes makes one page",
          "[domain][alerts]") {
  const int period = GENERATE(1, 5, 10, 30, 60, 90);
  CAPTURE(period);
  stage it;
  for (int second = 0; second < 600; ++second)
    it.see(second / period % 2 == 0 ? std::vector{openai()}
                                    : std::vector<condition>{});
  for (int second = 0; second < 3'600; ++second)
    it.see({});
  CHECK(it.count(alert_step::fired) == 1);
  CHECK(it.count(alert_step::resolved) == 1);
  CHECK(it.told.back().about.flaps > 0);
}

TEST_CASE("what flaps slowly has to be gone for longer each time",
          "[domain][alerts]") {
  stage it;
  for (int round = 0; round < 20; ++round) {
    it.see({openai()}, 3min);
    it.see({}, 3min);
    it.see({}, 3min);
  }
  // Two minutes are enough at first; later it must be gone for longer.
  CHECK(it.count(alert_step::fired) <= 3);
}

TEST_CASE("above its bound a book counts", "[domain][alerts]") {
  stage it;
  std::vector<condition> many(alert_book::most + 5, openai());
  for (std::size_t i = 0; i < many.size(); ++i)
    many[i].key.entity = std::to_string(i);
  CHECK(it.see(many).size() == alert_book::most);
  CHECK(it.book->overflowed() == 5);
  CHECK(it.book->alerts().size() == alert_book::most);
}

TEST_CASE("any course is told from beginning to end", "[domain][alerts]") {
  rc::prop(
      "each alert fires once and, if it ends, ends once; also over "
      "restarts and clocks that jump",
      [] {
        stage it;
        const auto rounds = *rc::gen::inRange(1, 200);
        for (int i = 0; i < rounds; ++i) {
          if (*rc::gen::inRange(0, 10) == 0)
            it.restart();
          std::vector<condition> present;
          for (const auto* name : {"a", "b"})
            if (*rc::gen::inRange(0, 3) != 0) {
              present.push_back(openai());
              present.back().key.entity = name;
            }
          it.see(present, std::chrono::seconds{*rc::gen::inRange(-600, 1'800)});
        }
        std::map<std::uint64_t, int> fired;
        std::map<std::uint64_t, int> resolved;
        for (const auto& each : it.told) {
          if (each.step == alert_step::fired)
            ++fired[each.about.number];
          if (each.step == alert_step::resolved)
            ++resolved[each.about.number];
        }
        for (const auto& [number, count] : fired)
          RC_ASSERT(count == 1);
        for (const auto& [number, count] : resolved)
          RC_ASSERT(count == 1 && fired.contains(number));
        for (const auto& [number, each] : it.kept)
          if (each.state == alert_state::resolved)
            RC_ASSERT(resolved.contains(number));
      });
}

} // namespace bellwether::domain
