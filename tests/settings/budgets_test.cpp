#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::settings;
using namespace std::chrono_literals;
using domain::money;
using test::json;
using test::lines;
using test::problems_of;

namespace {

json with_budget(const json& changes) {
  json budget{{"name", "web"}, {"limit_usd", 10}};
  budget.merge_patch(changes);
  return test::minimal_with("/budgets", json::array({budget}));
}

domain::budget read(const json& changes) {
  const auto loaded = test::load(with_budget(changes));
  REQUIRE(loaded.budgets.size() == 1);
  return loaded.budgets[0];
}

/// The one problem of a budget with `key` set to `value`.
std::string problem_of(const std::string& key, const json& value) {
  auto config = with_budget(json::object());
  config["budgets"][0][key] = value;
  const auto found = problems_of(config);
  CAPTURE(found, key, value);
  REQUIRE(found.size() == 1);
  return found[0];
}

} // namespace

TEST_CASE("without budgets there is the tutorial's", "[settings][budgets]") {
  const auto loaded = test::load(test::minimal());
  REQUIRE(loaded.budgets.size() == 1);
  domain::budget monthly;
  monthly.name = "monthly";
  monthly.limit = money::nanos(1'000'000'000'000);
  CHECK(loaded.budgets[0] == monthly);
  CHECK(monthly.period.kind == domain::period_kind::month);
  CHECK(monthly.action == domain::when_exceeded::refuse);
}

TEST_CASE("an empty list of budgets is none", "[settings][budgets]") {
  CHECK(test::load(test::minimal_with("/budgets", json::array()))
            .budgets.empty());
}

TEST_CASE("every key of a budget arrives in its field", "[settings][budgets]") {
  const auto b = read({{"name", "the Web-team_1.0"},
                       {"limit_usd", 2.5},
                       {"period", "rolling 12h"},
                       {"scope",
                        {{"key", {"ann", "bob"}},
                         {"team", "web"},
                         {"route", {"auto", "small"}},
                         {"provider", "here"},
                         {"model", "small"}}},
                       {"when_exceeded", "degrade"},
                       {"thresholds_percent", {10, 1000}},
                       {"forecast_percent", 150},
                       {"spike_factor", 2.5}});
  CHECK(b.name == "the Web-team_1.0");
  CHECK(b.limit == money::nanos(2'500'000'000));
  CHECK(b.period == domain::period{domain::period_kind::rolling, 12h});
  CHECK(b.scope.keys == lines{"ann", "bob"});
  CHECK(b.scope.teams == lines{"web"});
  CHECK(b.scope.routes == lines{"auto", "small"});
  CHECK(b.scope.providers == lines{"here"});
  CHECK(b.scope.models == lines{"small"});
  CHECK(b.action == domain::when_exceeded::degrade);
  CHECK(b.thresholds == std::vector<int>{10, 1000});
  CHECK(b.forecast_percent == 150);
  CHECK(b.spike_factor == 2.5);
}

TEST_CASE("null and an empty list turn alerts off", "[settings][budgets]") {
  auto config = with_budget({{"thresholds_percent", json::array()}});
  config["budgets"][0]["forecast_percent"] = nullptr;
  config["budgets"][0]["spike_factor"] = nullptr;
  const auto b = test::load(config).budgets.at(0);
  CHECK(b.thresholds.empty());
  CHECK_FALSE(b.forecast_percent.has_value());
  CHECK_FALSE(b.spike_factor.has_value());
}

TEST_CASE("a limit is kept to the nano-dollar as it is written",
          "[settings][budgets]") {
  const auto nanos_of = [](const std::string& limit) {
    auto text = with_budget({{"limit_usd", 987654}}).dump();
    text.replace(text.find("987654"), 6, limit);
    const auto loaded = load_text(text, ".", test::env_of({}));
    const auto* good = std::get_if<struct settings>(&loaded);
    return good == nullptr ? -1 : good->budgets.at(0).limit.nanos();
  };
  CHECK(nanos_of("0.000000001") == 1);
  CHECK(nanos_of("1e-9") == 1);
  CHECK(nanos_of("0.1") == 100'000'000);
  CHECK(nanos_of("19.99") == 19'990'000'000);
  CHECK(nanos_of("123456.123456789") == 123'456'123'456'789);
  CHECK(nanos_of("98765432.1") == 98'765'432'100'000'000);
  CHECK(nanos_of("1000000000") == 1'000'000'000'000'000'000);
  CHECK(nanos_of("1000000000.5") == -1);
  CHECK(nanos_of("0.0000000001") == -1);
  CHECK(nanos_of("1.0000000001") == -1);
  CHECK(nanos_of("0") == -1);
  CHECK(nanos_of("0.0") == -1);
  CHECK(nanos_of("-1") == -1);
}

TEST_CASE("what a budget must have is missed by name", "[settings][budgets]") {
  CHECK(
      problems_of(test::minimal_with("/budgets", json::array({json::object()})))
      == lines{"budgets[0].name: is missing, must be a name for reports and "
               "messages",
               "budgets[0].limit_usd: is missing, must be a number of "
               "dollars"});
  CHECK(problems_of(test::minimal_with("/budgets", 7))
        == lines{"budgets: is 7, must be a list"});
  CHECK(problem_of("limits_usd", 7)
        == "budgets[0].limits_usd: unknown key; did you mean `limit_usd`?");
}

TEST_CASE("wrong values of a budget are named with what is allowed",
          "[settings][budgets]") {
  CHECK(problem_of("limit_usd", "10")
        == "budgets[0].limit_usd: is \"10\", must be a number of dollars above "
           "0 and up to 1000000000, with at most nine decimals");
  CHECK(problem_of("period", "fortnight")
        == "budgets[0].period: is \"fortnight\", must be month, week, day, "
           "hour, none, or a time such as \"rolling 7d\", \"rolling 12h\" or "
           "\"rolling 30m\", of ten minutes to 400 days");
  CHECK(problem_of("when_exceeded", "alarm")
        == "budgets[0].when_exceeded: is \"alarm\", must be refuse, degrade or "
           "alert");
  CHECK(problem_of("forecast_percent", 0)
        == "budgets[0].forecast_percent: is 0, must be a whole number from 1 "
           "to 1000 percent, or null");
  CHECK(problem_of("spike_factor", 0.5)
        == "budgets[0].spike_factor: is 0.5, must be a number from 1 to 1000, "
           "or null");
}

TEST_CASE("thresholds ascend and are few", "[settings][budgets]") {
  const std::string must =
      ", must be a list of at most 20 whole numbers from 1 to 1000 percent, "
      "each above the one before it";
  const auto at = "budgets[0].thresholds_percent: is ";
  CHECK(problem_of("thresholds_percent", {50, 50}) == at + ("[50, 50]" + must));
  CHECK(problem_of("thresholds_percent", {90, 50}) == at + ("[90, 50]" + must));
  CHECK(problem_of("thresholds_percent", json::array({0}))
        == at + ("[0]" + must));
  CHECK(problem_of("thresholds_percent", {1, 1001})
        == at + ("[1, 1001]" + must));
  CHECK(problem_of("thresholds_percent", json::array({"a"}))
        == at + ("[\"a\"]" + must));
  CHECK(problem_of("thresholds_percent", 50) == at + ("50" + must));
  auto many = json::array();
  for (int i = 1; i <= 20; ++i)
    many.push_back(i);
  CHECK(read({{"thresholds_percent", many}}).thresholds.size() == 20);
  many.push_back(21);
  CHECK_THAT(problem_of("thresholds_percent", many), Catch::EndsWith(must));
}

TEST_CASE("a budget has a name of its own", "[settings][budgets]") {
  CHECK(problem_of("name", "key ann")
        == "budgets[0].name: is \"key ann\", must not begin with \"key \": the "
           "budgets of callers' keys are called so");
  const auto plain =
      "must be a name of 1 to 64 characters out of letters, "
      "digits, . _ - and blanks";
  CHECK(problem_of("name", "a/b")
        == "budgets[0].name: is \"a/b\", " + std::string{plain});
  CHECK_THAT(problem_of("name", std::string(65, 'a')), Catch::Contains(plain));
  CHECK(read({{"name", std::string(64, 'a')}}).name.size() == 64);
  CHECK(read({{"name", "keyring"}}).name == "keyring");
  auto config = with_budget(json::object());
  config["budgets"].push_back(config["budgets"][0]);
  CHECK(
      problems_of(config)
      == lines{"budgets[1].name: is \"web\", the name of budgets[0] too, must "
               "be a name of its own"});
}

TEST_CASE("scopes name what there is, and the nearest name is suggested",
          "[settings][budgets]") {
  CHECK(problem_of("scope", {{"provider", "her"}})
        == "budgets[0].scope.provider: is \"her\", which is no provider; did "
           "you mean `here`?");
  CHECK(problem_of("scope", {{"model", json::array({"small", "smal"})}})
        == "budgets[0].scope.model[1]: is \"smal\", which is no model; did you "
           "mean `small`?");
  CHECK(problem_of("scope", {{"route", "elsewhere"}})
        == "budgets[0].scope.route: is \"elsewhere\", which is no model and no "
           "route; there are small or auto");
  CHECK(problem_of("scope", {{"model", "auto"}})
        == "budgets[0].scope.model: is \"auto\", which is no model; there are "
           "small");
  CHECK(read({{"scope", {{"team", "any"}, {"key", "anonymous"}}}}).scope.teams
        == lines{"any"});
}

TEST_CASE("a scope holds names or lists of names", "[settings][budgets]") {
  CHECK(problem_of("scope", {{"team", 7}})
        == "budgets[0].scope.team: is 7, must be a name or a list of names");
  CHECK(problem_of("scope", {{"team", ""}})
        == "budgets[0].scope.team: must not be empty");
  CHECK(problem_of("scope", {{"team", json::array()}})
        == "budgets[0].scope.team: is empty, must name at least one");
  CHECK(problem_of("scope", {{"team", json::array({7})}})
        == "budgets[0].scope.team[0]: is 7, must be a text");
  CHECK(problem_of("scope", {{"team", json::array({"a", "b", "a"})}})
        == "budgets[0].scope.team: holds \"a\" twice");
  CHECK(problem_of("scope", {{"teams", "web"}})
        == "budgets[0].scope.teams: unknown key; did you mean `team`?");
  CHECK(problem_of("scope", "web")
        == "budgets[0].scope: is \"web\", must be an object");
}
