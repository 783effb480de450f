#include "domain/budget.hpp"

#include "domain/budget_subject.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

using kind = budget_event::kind;

namespace {

budget_refusal a_refusal() {
  budget_refusal r;
  r.budget = "monthly";
  r.model = "gpt";
  r.limit = money::usd(1'000);
  r.spent = money::usd(999);
  r.wanted = money::usd(1.25);
  r.resets = moment("2026-12-01T00:00:00Z");
  return r;
}

budget_event an_event(kind what) {
  budget_event e;
  e.what = what;
  e.budget = "monthly";
  e.limit = money::usd(500);
  e.spent = money::usd(380);
  return e;
}

} // namespace

TEST_CASE("a scope without lists covers everybody", "[domain][budget]") {
  CHECK(budget_scope{}.covers(ann));
  CHECK(budget_scope{}.covers(spender{}));
  CHECK(to_string(budget_scope{}) == "everything");
}

TEST_CASE("a scope covers those in each of its lists", "[domain][budget]") {
  budget_scope scope;
  scope.teams = {"web", "data"};
  CHECK(scope.covers(ann));
  CHECK(scope.covers(bob));
  CHECK_FALSE(scope.covers(spender{}));
  scope.providers = {"google"};
  CHECK_FALSE(scope.covers(ann));
  CHECK(scope.covers(bob));
}

TEST_CASE("each list of a scope looks at its own name", "[domain][budget]") {
  const auto list =
      GENERATE(&budget_scope::keys, &budget_scope::teams, &budget_scope::routes,
               &budget_scope::providers, &budget_scope::models);
  budget_scope scope;
  scope.*list = {"it"};
  const spender its{list == &budget_scope::keys ? "it" : "no",
                    list == &budget_scope::teams ? "it" : "no",
                    list == &budget_scope::routes ? "it" : "no",
                    list == &budget_scope::providers ? "it" : "no",
                    list == &budget_scope::models ? "it" : "no"};
  CHECK(scope.covers(its));
  scope.*list = {"no"};
  CHECK_FALSE(scope.covers(its));
}

TEST_CASE("a scope is told in words", "[domain][budget]") {
  budget_scope scope;
  scope.teams = {"web"};
  scope.providers = {"openai", "google"};
  CHECK(to_string(scope) == "team web, provider openai or google");
  scope = {};
  scope.keys = {"ann"};
  scope.routes = {"auto"};
  scope.models = {"a", "b", "c"};
  CHECK(to_string(scope) == "key ann, route auto, model a or b or c");
}

TEST_CASE("what a budget does is named as in the configuration",
          "[domain][budget]") {
  CHECK(to_string(when_exceeded::refuse) == "refuse");
  CHECK(to_string(when_exceeded::degrade) == "degrade");
  CHECK(to_string(when_exceeded::alert) == "alert");
  CHECK(to_string(kind::threshold) == "threshold");
  CHECK(to_string(kind::forecast) == "forecast");
  CHECK(to_string(kind::spike) == "spike");
  CHECK(to_string(kind::exhausted) == "exhausted");
}

TEST_CASE("a refused caller reads what is left and when it resets",
          "[domain][budget]") {
  auto why = a_refusal();
  CHECK(explain(why)
        == "The budget \"monthly\" ($1,000.00 a month) has $1.00 left; this "
           "request may cost $1.25. It resets at 2026-12-01T00:00:00Z.");
  why.reserved = money::usd(0.4);
  CHECK(explain(why)
        == "The budget \"monthly\" ($1,000.00 a month) has $0.60 left and "
           "$0.40 set aside for requests under way; this request may cost "
           "$1.25. It resets at 2026-12-01T00:00:00Z.");
}

TEST_CASE("a budget that is overspent has nothing left, not less",
          "[domain][budget]") {
  auto why = a_refusal();
  why.spent = money::usd(1'001);
  CHECK(explain(why).find("has $0.00 left;") != std::string::npos);
}

TEST_CASE("a caller reads how the budget frees itself", "[domain][budget]") {
  auto why = a_refusal();
  why.resets.reset();
  why.period = *parse_period("rolling 7d");
  CHECK(explain(why).find("($1,000.00 in any 7d)") != std::string::npos);
  CHECK(explain(why).find("It frees itself bit by bit") != std::string::npos);
  why.period = *parse_period("none");
  CHECK(explain(why).find("($1,000.00 in all)") != std::string::npos);
  CHECK(explain(why).find("It does not reset by itself.") != std::string::npos);
  why.period = *parse_period("hour");
  CHECK(explain(why).find("($1,000.00 an hour)") != std::string::npos);
}

TEST_CASE("a caller reads that a model has no price", "[domain][budget]") {
  auto why = a_refusal();
  why.why = budget_refusal::reason::unpriced;
  CHECK(explain(why)
        == "The model \"gpt\" has no price, and the budget \"monthly\" pays "
           "only for what it can count. Give the model a \"price\", or set "
           "\"default_price\".");
}

TEST_CASE("people read how much is used", "[domain][budget]") {
  auto e = an_event(kind::threshold);
  CHECK(explain(e)
        == "You've used 76.0 % ($380.00) of your $500.00 budget \"monthly\"");
  e.spent = money::usd(499.99);
  CHECK(explain(e).find("used 99.9 %") != std::string::npos);
  e.limit = money{};
  CHECK(explain(e).find("($499.99) of your $0.00") != std::string::npos);
}

TEST_CASE(
    "people read how the period will end, what an hour cost, and that "
    "nothing fits",
    "[domain][budget]") {
  auto forecast = an_event(kind::forecast);
  forecast.projected = money::usd(1'340);
  CHECK(explain(forecast)
        == "At this rate your $500.00 budget \"monthly\" ends its period at "
           "$1,340.00 (268.0 %); $380.00 is spent by now");
  auto spike = an_event(kind::spike);
  spike.last_hour = money::usd(12);
  spike.usual_hour = money::usd(1.5);
  CHECK(explain(spike)
        == "The last hour cost $12.00 in your budget \"monthly\"; an hour of "
           "the day before cost $1.50 on average");
  CHECK(explain(an_event(kind::exhausted))
        == "Your $500.00 budget \"monthly\" is exhausted: with $380.00 spent, "
           "a request did not fit into what is left");
}

} // namespace bellwether::domain
