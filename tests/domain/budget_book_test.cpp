#include "domain/budget_book.hpp"

#include "domain/budget_subject.hpp"

#include <catch2/catch.hpp>

#include <limits>

namespace bellwether::domain {

using kind = budget_event::kind;
using reason = budget_refusal::reason;

namespace {

budget for_team(budget b, const std::string& team) {
  b.scope.teams = {team};
  return b;
}

budget doing(budget b, when_exceeded action) {
  b.action = action;
  return b;
}

} // namespace

TEST_CASE("what costs exactly what is left fits, and a nano-dollar more not",
          "[domain][budget]") {
  budget_subject t{{bound("all", 1)}};
  const auto claim = t.claim(0.4);
  CHECK(t.fits(0.6));
  CHECK_FALSE(t.fits(0.600000001));
  t.book.settle(claim, money::usd(0.1), t.now);
  CHECK(t.fits(0.9));
  CHECK_FALSE(t.fits(0.900000001));
  CHECK(t.spent() == Approx(0.1));
}

TEST_CASE("what is released can be reserved again", "[domain][budget]") {
  budget_subject t{{bound("all", 1)}};
  const auto claim = t.claim(1);
  CHECK_FALSE(t.fits(0.000000001));
  CHECK(t.report().reserved == money::usd(1));
  t.book.release(claim);
  CHECK(t.fits(1));
  CHECK(t.spent() == 0);
}

TEST_CASE("what costs nothing fits even into an overspent budget",
          "[domain][budget]") {
  budget_subject t{{bound("all", 1)}};
  t.book.settle(t.claim(1), money::usd(2), t.now);
  CHECK(t.fits(0));
  CHECK_FALSE(t.fits(0.000000001));
}

TEST_CASE("an attempt is paid by every budget that covers it, or by none",
          "[domain][budget]") {
  budget_subject t{{bound("all", 10), for_team(bound("web", 1), "web")}};
  CHECK(t.refusal(2).budget == "web");
  CHECK(t.report(0).reserved == money{});
  CHECK(t.fits(2, bob));
  const auto claim = t.claim(1);
  CHECK(t.report(0).reserved == money::usd(1));
  CHECK(t.report(1).reserved == money::usd(1));
  t.book.settle(claim, money::usd(0.5), t.now);
  CHECK(t.spent(0) == 0.5);
  CHECK(t.spent(1) == 0.5);
  t.spend(3, bob);
  CHECK(t.spent(0) == 3.5);
  CHECK(t.spent(1) == 0.5);
}

TEST_CASE("a budget of keys counts for each of them, once",
          "[domain][budget]") {
  auto keys = bound("keys", 1);
  keys.scope.keys = {"ann", "eve", "ann"};
  auto other = bound("other", 1);
  other.scope.keys = {"ann"};
  other.scope.teams = {"data"};
  budget_subject t{{keys, other}};
  t.spend(0.25);
  t.spend(0.25, bob);
  CHECK(t.spent(0) == 0.25);
  CHECK(t.spent(1) == 0);
  CHECK_FALSE(t.fits(1));
  CHECK(t.fits(100, bob));
}

TEST_CASE("a refusal says how the budget stands", "[domain][budget]") {
  budget_subject t{{bound("all", 1)}};
  t.spend(0.5);
  const auto open = t.claim(0.25);
  const auto why = t.refusal(0.5);
  CHECK(why.why == reason::over_limit);
  CHECK(why.budget == "all");
  CHECK(why.model == "gpt");
  CHECK(why.action == when_exceeded::refuse);
  CHECK(why.any_candidate);
  CHECK(why.limit == money::usd(1));
  CHECK(why.spent == money::usd(0.5));
  CHECK(why.reserved == money::usd(0.25));
  CHECK(why.wanted == money::usd(0.5));
  CHECK(why.left() == money::usd(0.25));
  CHECK(why.resets == moment("2026-12-01T00:00:00Z"));
}

TEST_CASE("only a calendar's period resets at a moment", "[domain][budget]") {
  const auto each = GENERATE(as<std::string>{}, "rolling 7d", "none");
  budget_subject t{{bound("all", 1, each)}};
  CHECK_FALSE(t.refusal(2).resets);
}

TEST_CASE("another candidate may help if a budget is about candidates",
          "[domain][budget]") {
  auto rule = bound("all", 1);
  SECTION("of a provider") {
    rule.scope.providers = {"openai"};
  }
  SECTION("of a model") {
    rule.scope.models = {"gpt"};
  }
  budget_subject t{{rule}};
  CHECK_FALSE(t.refusal(2).any_candidate);
}

TEST_CASE("hard budgets refuse models without a price, others do not mind",
          "[domain][budget]") {
  const auto action = GENERATE(when_exceeded::refuse, when_exceeded::degrade);
  budget_subject t{{doing(bound("told", 1), when_exceeded::alert),
                    doing(for_team(bound("web", 1), "web"), action)}};
  auto answer = t.book.reserve(ann, std::nullopt, t.now);
  const auto& why = std::get<budget_refusal>(answer);
  CHECK(why.why == reason::unpriced);
  CHECK(why.budget == "web");
  CHECK_FALSE(why.any_candidate);
  CHECK(why.wanted == money{});
  CHECK(t.book.take_events().empty());
  auto free = t.book.reserve(bob, std::nullopt, t.now);
  CHECK(std::get<budget_claim>(free).amount == money{});
}

TEST_CASE("a budget that only tells refuses nothing", "[domain][budget]") {
  budget_subject t{{doing(bound("told", 1), when_exceeded::alert)}};
  const auto claim = t.claim(5);
  CHECK(t.report().reserved == money::usd(5));
  t.book.settle(claim, money::usd(5), t.now);
  CHECK(t.told() == std::vector{50, 75, 90, 100});
  CHECK(t.fits(5));
  CHECK(t.book.take_events().empty());
}

TEST_CASE("of several that refuse, one that refuses for good is named",
          "[domain][budget]") {
  const auto a = doing(bound("a", 2), when_exceeded::degrade);
  const auto b = doing(bound("b", 1), when_exceeded::degrade);
  const auto c = bound("c", 4);
  const auto d = bound("d", 3);
  CHECK(budget_subject{{a, b, c, d}}.refusal(5).budget == "d");
  CHECK(budget_subject{{d, c, b, a}}.refusal(5).budget == "d");
  CHECK(budget_subject{{a, b}}.refusal(5).budget == "b");
  CHECK(budget_subject{{b, a, c}}.refusal(5).budget == "c");
  auto of_model = bound("model", 0.5);
  of_model.scope.models = {"gpt"};
  CHECK(budget_subject{{of_model, d}}.refusal(5).budget == "d");
}

TEST_CASE("that a request was refused is told once a period",
          "[domain][budget]") {
  budget_subject t{{doing(bound("all", 1), when_exceeded::degrade)}};
  t.spend(0.4);
  CHECK_FALSE(t.fits(1));
  const auto told = t.told(kind::exhausted);
  REQUIRE(told.size() == 1);
  CHECK(told[0].budget == "all");
  CHECK(told[0].spent == money::usd(0.4));
  CHECK(told[0].limit == money::usd(1));
  CHECK(told[0].at == t.now);
  CHECK(told[0].span.start == moment("2026-11-01T00:00:00Z"));
  CHECK_FALSE(t.fits(1));
  CHECK(t.told(kind::exhausted).empty());
  t.at("2026-12-01T00:00:00Z");
  CHECK_FALSE(t.fits(1.1));
  CHECK(t.told(kind::exhausted).size() == 1);
}

TEST_CASE("other rules keep what was spent and told by name and period",
          "[domain][budget]") {
  budget_subject t{{bound("gone", 10), bound("kept", 10), bound("new", 10)}};
  const auto claim = t.claim(2);
  t.spend(6);
  CHECK(t.told() == std::vector{50, 50, 50});
  t.book.replace({bound("kept", 20), bound("new", 20, "day")});
  CHECK(t.spent(0) == 6);
  CHECK(t.spent(1) == 0);
  CHECK(t.report(0).reserved == money::usd(2));
  CHECK(t.report(1).reserved == money{});
  t.book.settle(claim, money::usd(2), t.now);
  CHECK(t.spent(0) == 8);
  CHECK(t.spent(1) == 0);
  CHECK(t.told().empty());
  t.spend(2);
  CHECK(t.told().empty());
  t.spend(5);
  CHECK(t.told() == std::vector{75});
}

TEST_CASE(
    "thresholds that a lower limit crosses are told at the next "
    "settlement",
    "[domain][budget]") {
  budget_subject t{{bound("all", 100)}};
  t.spend(45);
  const auto claim = t.claim(1);
  t.book.replace({bound("all", 60)});
  CHECK(t.told().empty());
  t.book.settle(claim, money{}, t.now);
  CHECK(t.told() == std::vector{50, 75});
  CHECK_FALSE(t.fits(16));
  t.book.replace({bound("all", 40)});
  CHECK_FALSE(t.fits(0.01));
  t.book.replace({bound("all", 1'000)});
  CHECK(t.fits(955));
}

TEST_CASE("amounts beyond the range count as the largest one",
          "[domain][budget]") {
  const auto most = money::nanos(std::numeric_limits<std::int64_t>::max());
  auto told = doing(bound("told", 1e9), when_exceeded::alert);
  auto hard = for_team(bound("hard", 0), "data");
  hard.limit = most;
  budget_subject t{{told, hard}};
  const auto one = t.book.reserve(bob, most, t.now);
  CHECK_FALSE(t.fits(0.000000001, bob));
  const auto two = std::get<budget_claim>(t.book.reserve(ann, most, t.now));
  t.book.settle(std::get<budget_claim>(one), most, t.now);
  t.book.settle(two, most, t.now);
  CHECK(t.report(0).spent == most);
  CHECK(t.report(1).spent == most);
  CHECK(t.report(0).projected == most);
  CHECK(t.report(0).reserved == money{});
}

TEST_CASE("money that would flow back counts as nothing", "[domain][budget]") {
  budget_subject t{{bound("all", 1)}};
  t.spend(-5);
  t.book.settle(t.claim(-5), money::usd(-5), t.now);
  CHECK(t.spent() == 0);
  CHECK_FALSE(t.fits(1.1));
}

} // namespace bellwether::domain
