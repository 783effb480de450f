#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace bellwether;
using namespace bellwether::settings;
using namespace std::chrono_literals;
using test::json;
using test::lines;
using test::minimal;
using test::minimal_with;
using test::problems_of;

TEST_CASE("every key of health arrives in its field", "[settings][recovery]") {
  const auto read =
      test::load(minimal_with("/health", {{"failure_rate_percent", 30},
                                          {"failure_window_ms", 2'000},
                                          {"failure_min_requests", 7},
                                          {"slow_ms", 3'000},
                                          {"slow_start_ms", 4'000},
                                          {"memory_ms", 5'000},
                                          {"relapse_ms", 6'000}}));
  CHECK(read.health.failure_share == 0.3);
  CHECK(read.health.failure_window == 2s);
  CHECK(read.health.failure_volume == 7);
  CHECK(read.health.slow == 3s);
  CHECK(read.health.slow_start == 4s);
  CHECK(read.memory_age == 5s);
  CHECK(read.health.relapse == 6s);
}

TEST_CASE("percents are read as shares, both ends included",
          "[settings][recovery]") {
  const auto of = [](const std::string& where, int percent) {
    return test::load(minimal_with(where, percent));
  };
  const std::string rate = "/health/failure_rate_percent";
  CHECK(of(rate, 0).health.failure_share == 0.0);
  CHECK(of(rate, 100).health.failure_share == 1.0);
  const std::string retries = "/requests/retry_budget_percent";
  CHECK(of(retries, 0).requests.retry_share == 0.0);
  CHECK(of(retries, 5).requests.retry_share == 0.05);
  CHECK(of(retries, 100).requests.retry_share == 1.0);
  const std::string headroom = "/providers/here/limits/quota_headroom_percent";
  CHECK(of(headroom, 0).providers[0].quota_headroom == 0.0);
  CHECK(of(headroom, 90).providers[0].quota_headroom == 0.9);
  CHECK(problems_of(minimal_with(headroom, 91))
        == lines{"providers.here.limits.quota_headroom_percent: is 91, must be "
                 "a whole number from 0 to 90 percent"});
  CHECK(problems_of(minimal_with(retries, 0.2))
        == lines{"requests.retry_budget_percent: is 0.2, must be a whole "
                 "number from 0 to 100 percent"});
  CHECK(problems_of(minimal_with(rate, "half"))
        == lines{"health.failure_rate_percent: is \"half\", must be a whole "
                 "number from 0 to 100 percent"});
}

TEST_CASE("a provider's slots never close below four, or below all of few",
          "[settings][recovery]") {
  const auto with = [](json limits) {
    return test::load(minimal_with("/providers/here/limits", std::move(limits)))
        .providers[0];
  };
  CHECK(with({{"max_concurrent", 3}}).concurrency.least == 3);
  CHECK(with({{"max_concurrent", 5}}).concurrency.least == 4);
  CHECK(with({{"max_concurrent", 5}}).concurrency.most == 5);
  const auto fixed = with({{"adaptive", false}, {"queue", 0}});
  CHECK_FALSE(fixed.concurrency.adaptive);
  CHECK(fixed.queue == 0);
  CHECK(with({{"queue", 100'000}}).queue == 100'000);
  CHECK(with(json::object()).concurrency.adaptive);
  CHECK(problems_of(minimal_with("/providers/here/limits/adaptive", 1))
        == lines{"providers.here.limits.adaptive: is 1, must be true or "
                 "false"});
  CHECK(problems_of(minimal_with("/providers/here/limits/queu", 1))
        == lines{"providers.here.limits.queu: unknown key; did you mean "
                 "`queue`?"});
}

TEST_CASE("the objective is a percentage that leaves something to fail",
          "[settings][recovery]") {
  const std::string where = "/objective/availability_percent";
  const auto of = [&](const json& percent) {
    return test::load(minimal_with(where, percent)).objective;
  };
  CHECK(test::load(minimal()).objective == 0.999);
  CHECK(of(50) == 0.5);
  CHECK(of(99.95) == Approx(0.9995).epsilon(1e-12));
  CHECK(of(99.9999) == Approx(0.999999).epsilon(1e-12));
  for (const auto& [value, shown] : std::vector<std::pair<json, std::string>>{
           {100, "100"}, {49.9, "49.9"}, {"99.9", "\"99.9\""}, {true, "true"}})
    CHECK(problems_of(minimal_with(where, value))
          == lines{"objective.availability_percent: is " + shown
                   + ", must be a number from 50 to 99.9999"});
  CHECK(problems_of(minimal_with("/objective", 99.9))
        == lines{"objective: is 99.9, must be an object"});
  CHECK(problems_of(minimal_with("/objective/availability", 99.9))
        == lines{"objective.availability: unknown key; known are "
                 "availability_percent"});
}

TEST_CASE("a route hedges only if it says what that may cost",
          "[settings][recovery]") {
  const auto with = [](json hedge) {
    return minimal_with("/routes/auto/hedge", std::move(hedge));
  };
  CHECK_FALSE(test::load(minimal()).catalog.routes.at("auto").hedge);
  const auto read =
      test::load(with({{"extra_spend_percent", 15}, {"min_wait_ms", 0}}));
  const auto& hedge = read.catalog.routes.at("auto").hedge;
  REQUIRE(hedge);
  CHECK(hedge->extra_spend == 0.15);
  CHECK(hedge->least_wait == 0ms);
  CHECK(test::load(with({{"extra_spend_percent", 1}}))
            .catalog.routes.at("auto")
            .hedge->least_wait
        == domain::hedge_policy{}.least_wait);
  CHECK(problems_of(with(json::object()))
        == lines{"routes.auto.hedge.extra_spend_percent: is missing, must be a "
                 "whole number from 1 to 100 percent"});
  CHECK(problems_of(with({{"extra_spend_percent", 0}}))
        == lines{"routes.auto.hedge.extra_spend_percent: is 0, must be a whole "
                 "number from 1 to 100 percent"});
  CHECK(problems_of(with({{"extra_spend_percent", 5}, {"min_wait", 1}}))
        == lines{"routes.auto.hedge.min_wait: unknown key; did you mean "
                 "`min_wait_ms`?"});
  CHECK(problems_of(with(true))
        == lines{"routes.auto.hedge: is true, must be an object"});
}
