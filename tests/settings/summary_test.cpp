#include "settings/summary.hpp"

#include "settings/configuration.hpp"
#include "settings/text_table.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::settings;
using test::json;

TEST_CASE("a text table lines its columns up", "[settings][summary]") {
  text_table table{{{"name"}, {"count", text_table::align::right}, {"end"}}};
  table.add({"a", "1", "x"});
  table.add({"l\xc3\xb6nger", "1,000"});
  CHECK(table.to_string(1)
        == " name    count  end\n"
           " a           1  x\n"
           " l\xc3\xb6nger  1,000\n");
  CHECK(text_table{{{"only"}}}.to_string() == "only\n");
}

TEST_CASE("large numbers are written in groups", "[settings][summary]") {
  CHECK(with_commas(0) == "0");
  CHECK(with_commas(999) == "999");
  CHECK(with_commas(1000) == "1,000");
  CHECK(with_commas(1047576) == "1,047,576");
  CHECK(with_commas(-123456) == "-123,456");
}

TEST_CASE("amounts have two decimals, or as many as they need",
          "[settings][summary]") {
  using bellwether::domain::money;
  CHECK(dollars(money::usd(3)) == "3.00");
  CHECK(dollars(money::usd(0.28)) == "0.28");
  CHECK(dollars(money::usd(0.0028)) == "0.0028");
  CHECK(dollars(money{}) == "0.00");
}

TEST_CASE("the summary shows limits of streams only where they are others",
          "[settings][summary]") {
  auto config = test::minimal();
  CHECK_THAT(summarize(test::load(config)), !Catch::Contains("streams"));
  config["providers"]["there"] = config["providers"]["here"];
  config["providers"]["there"]["stream"] = {{"first_token_ms", 5000},
                                            {"between_tokens_ms", 0}};
  config["models"].push_back({{"name", "large"}, {"provider", "there"}});
  config["models"].push_back(
      {{"name", "slow"},
       {"provider", "there"},
       {"stream", {{"min_tokens_per_second", 1200}, {"total_ms", 90000}}}});
  CHECK_THAT(summarize(test::load(config)), Catch::Contains(R"(
streams
  of             first token  between  tokens/s  within  total
  there                  5 s        -         -       -      -
  slow at there          5 s        -     1,200    30 s   90 s

models
)"));
}

TEST_CASE("the summary shows which models are for embeddings",
          "[settings][summary]") {
  auto config = test::minimal();
  config["models"].push_back(
      {{"name", "vectors"}, {"provider", "here"}, {"task", "embeddings"}});
  const auto text = summarize(test::load(config));
  CHECK_THAT(text, Catch::Contains("vectors        embeddings  "));
  CHECK_THAT(text, Catch::Contains("small          standard    "));
}

TEST_CASE("the summary shows addresses, providers, models and routes",
          "[settings][summary]") {
  auto config = test::minimal();
  config["providers"]["here"]["timeouts"] = {{"connect_ms", 1500}};
  config["models"][0].update(
      {{"price",
        {{"input_usd_per_mtok", 0.1}, {"output_usd_per_mtok", 0.0251}}},
       {"context_window", 1047576}});
  config["models"].push_back({{"name", "free"}, {"provider", "here"}});
  config["routes"]["fast"] = {{"strategy", "cost"},
                              {"candidates", {"free", "small"}},
                              {"fallbacks", {"auto"}}};
  CHECK(summarize(test::load(config))
        == R"(listen     127.0.0.1:7300  for applications
control    127.0.0.1:7301  for people and monitoring
state      /home/you/.local/state/bellwether  for what outlives a restart
objective  99.9 % of calls are answered
callers    on this machine without a key, as long as there are no keys
ledger     attempts for 90 days, hours for 400 days; if it cannot be written, serving goes on

budgets, in the time zone UTC
  budget       limit  period  of          when exceeded
  monthly  $1,000.00  month   everything  refuse

alerts
  to nobody: there are no sinks

providers
  provider  kind               base URL               key from  connect  first byte  idle  slots
  here      openai_compatible  http://127.0.0.1:1/v1  (no key)    1.5 s        30 s  60 s  1,024

models
  model  provider  upstream name  tier      priority    context  max output  USD/Mtok in     out  fallbacks
  small  here      small          standard       100  1,047,576       4,096         0.10  0.0251
  free   here      free           standard       100    128,000       4,096            -       -

routes
  route  strategy    candidates -> fallbacks
  auto   complexity  small
  fast   cost        free, small -> auto
)");
}

TEST_CASE("the summary shows who may administrate, and with what",
          "[settings][summary]") {
  auto config = test::minimal();
  CHECK_THAT(summarize(test::load(config)), !Catch::Contains("admin"));
  config["state_dir"] = "";
  config["objective"] = {{"availability_percent", 99.95}};
  config["admin"] = {{"key_env", "ADMIN"}};
  const test::variables set{{"ADMIN", "hidden"}};
  const auto text = summarize(test::load(config, set));
  CHECK_THAT(text, Catch::Contains(R"(
state      none: nothing outlives a restart
objective  99.95 % of calls are answered
callers    on this machine without a key, as long as there are no keys
ledger     attempts for 90 days, hours for 400 days; if it cannot be written, serving goes on
admin      key from ADMIN; no drills

budgets, in the time zone UTC
)"));
  CHECK_THAT(text, !Catch::Contains("hidden"));
  config["admin"]["drills"] = true;
  CHECK_THAT(summarize(test::load(config, set)),
             Catch::Contains("key from ADMIN; drills may be run\n"));
}

TEST_CASE("the summary shows budgets, the time zone and who is served",
          "[settings][summary]") {
  auto config = test::minimal();
  config["budgets"] = json::array();
  config["callers"] = {{"anonymous", "never"}};
  CHECK_THAT(summarize(test::load(config)),
             Catch::Contains("\ncallers    with a key only\n")
                 && Catch::Contains("zone UTC\n  none\n\nalerts\n"));
  config["time_zone"] = "Europe/Berlin";
  config["callers"] = {{"anonymous", "loopback"}};
  config["ledger"] = {{"on_failure", "refuse"}, {"keep_requests_days", 7}};
  config["budgets"][0] = {{"name", "web"},
                          {"limit_usd", 2.5},
                          {"period", "rolling 7d"},
                          {"scope", {{"team", {"web", "app"}}}},
                          {"when_exceeded", "degrade"}};
  const auto text = summarize(test::load(config));
  CHECK_THAT(text, Catch::Contains(R"(
callers    on this machine without a key, others with one
ledger     attempts for 7 days, hours for 400 days; if it cannot be written, requests are refused

budgets, in the time zone Europe/Berlin
  budget  limit  period      of               when exceeded
  web     $2.50  rolling 7d  team web or app  degrade

alerts
  to nobody: there are no sinks

providers
)"));
}

TEST_CASE("the summary shows probes and hedges only where they are others",
          "[settings][summary]") {
  auto config = test::minimal();
  const auto plain = summarize(test::load(config));
  CHECK_THAT(plain, !Catch::Contains("probes") && !Catch::Contains("hedged"));
  config["providers"]["there"] = config["providers"]["here"];
  config["providers"]["there"]["probe"] = {{"kind", "off"}};
  config["providers"]["where"] = config["providers"]["here"];
  config["providers"]["where"]["probe"] = {{"interval_ms", 1500}};
  config["routes"]["fast"] = {
      {"candidates", {"small"}},
      {"hedge", {{"extra_spend_percent", 10}, {"min_wait_ms", 250}}}};
  const auto text = summarize(test::load(config));
  CHECK_THAT(text, Catch::Contains(R"(
probes
  of     asks for  every  timeout
  there  nothing       -        -
  where  models    1.5 s     10 s

models
)"));
  CHECK_THAT(text, Catch::EndsWith(R"(
hedged routes
  route  extra spend  waits at least
  fast    up to 10 %          0.25 s
)"));
}
