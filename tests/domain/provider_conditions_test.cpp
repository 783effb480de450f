#include "domain/alert_conditions_support.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain::test {

TEST_CASE("where all is well nobody is told", "[domain][alerts]") {
  CHECK(wrong(all_well()).empty());
}

TEST_CASE("a provider that is down is told with its cause",
          "[domain][alerts]") {
  const auto state = GENERATE(health_state::open, health_state::half_open);
  auto facts = all_well();
  auto& openai = facts.providers[0];
  openai.state = state;
  openai.since = noon - 5min;
  openai.held_until = noon + 30s;
  openai.failures = 5;
  openai.cause = "unreachable: connection refused";
  const auto got = only(facts);
  CHECK(got.key == alert_key{alert_rule::provider_down, "openai"});
  CHECK(got.level == severity::error);
  CHECK(got.since == noon - 5min);
  CHECK(got.title == "Provider openai is down");
  CHECK_THAT(got.what, Catch::Contains("unreachable: connection refused"));
  CHECK(!got.did.empty());
  CHECK(!got.check.empty());
  CHECK(got.labels
        == std::map<std::string, std::string>{{"provider", "openai"}});
  CHECK(has_fact(got, "failures in a row", "5"));
  CHECK(has_fact(got, "held out until", "2026-11-23 12:00:30 UTC"));
}

TEST_CASE("each state of health is a rule of its own", "[domain][alerts]") {
  const auto [state, rule] = GENERATE(table<health_state, const char*>(
      {{health_state::open, "provider_down"},
       {health_state::rate_limited, "provider_rate_limited"},
       {health_state::misconfigured, "provider_misconfigured"}}));
  auto facts = all_well();
  facts.providers[1].state = state;
  CHECK(wrong(facts) == words{std::string{rule} + " google"});
  auto of_model = all_well();
  of_model.providers[1].models[0].state = state;
  CHECK(wrong(of_model) == words{std::string{rule} + " google/gemini"});
}

TEST_CASE("a model alone is less bad than its provider", "[domain][alerts]") {
  auto facts = all_well();
  facts.providers[0].models[0].state = health_state::open;
  const auto got = only(facts);
  CHECK(got.level == severity::warning);
  CHECK(got.title == "Model gpt at openai is down");
  CHECK(got.labels.at("model") == "gpt");
  CHECK(got.labels.at("provider") == "openai");
}

TEST_CASE("models of a provider that is held out say nothing of their own",
          "[domain][alerts]") {
  auto facts = all_well();
  facts.providers[0].state = health_state::open;
  facts.providers[0].models[0].state = health_state::open;
  CHECK(wrong(facts) == words{"provider_down openai"});
}

TEST_CASE("a route is down when none of its candidates can be asked",
          "[domain][alerts]") {
  auto facts = all_well();
  facts.providers[0].state = health_state::open;
  facts.providers[1].models[0].state = health_state::rate_limited;
  const auto all = conditions_of(facts, {});
  REQUIRE(all.size() == 3);
  const auto& route = all[2];
  CHECK(route.key == alert_key{alert_rule::route_down, "auto"});
  CHECK(route.level == severity::critical);
  CHECK(route.labels.at("route") == "auto");
  CHECK(has_fact(route, "gpt at openai", "down"));
  CHECK(has_fact(route, "gemini at google", "rate_limited"));
  facts.routes[0].candidates.clear();
  CHECK(conditions_of(facts, {}).size() == 2);
}

TEST_CASE("rules that are off yield nothing", "[domain][alerts]") {
  auto facts = all_well();
  facts.providers[0].state = health_state::open;
  alert_policies off;
  off[alert_rule::provider_down].enabled = false;
  CHECK(wrong(facts, off).empty());
}

TEST_CASE("a model is slow when its p95 is above a limit that was set",
          "[domain][alerts]") {
  auto facts = all_well();
  facts.providers[0].models[0].answer_p95 = 4'250ms;
  facts.providers[0].models[0].first_token_p95 = 850ms;
  CHECK(wrong(facts).empty());
  alert_policies limited;
  limited[alert_rule::answer_slow].limit = 4'250ms;
  limited[alert_rule::first_token_slow].limit = 850ms;
  CHECK(wrong(facts, limited).empty());
  limited[alert_rule::answer_slow].limit = 4'249ms;
  const auto got = only(facts, limited);
  CHECK(got.key == alert_key{alert_rule::answer_slow, "openai/gpt"});
  CHECK(has_fact(got, "p95", "4.2 s"));
  limited[alert_rule::first_token_slow].limit = 800ms;
  CHECK(wrong(facts, limited)
        == words{"answer_slow openai/gpt", "first_token_slow openai/gpt"});
}

} // namespace bellwether::domain::test
