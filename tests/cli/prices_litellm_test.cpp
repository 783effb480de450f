#include "cli/prices_litellm.hpp"

#include "cli/price_map.hpp"
#include "cli/prices_file.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace bellwether;
using namespace bellwether::cli;
using cli::test::price_map;
using domain::money;
using lines = std::vector<std::string>;

namespace {

litellm_prices read(const std::string& text, const lines& only = {}) {
  auto out = read_litellm(text, only);
  if (const auto* wrong = std::get_if<std::vector<settings::problem>>(&out))
    for (const auto& each : *wrong)
      FAIL_CHECK(to_string(each));
  return std::get<litellm_prices>(std::move(out));
}

lines problems(const std::string& text, const lines& only = {}) {
  const auto out = read_litellm(text, only);
  lines all;
  if (const auto* wrong = std::get_if<std::vector<settings::problem>>(&out))
    for (const auto& each : *wrong)
      all.push_back(to_string(each));
  return all;
}

std::map<std::string, domain::price> models() {
  const auto all = read(price_map).models;
  return {all.begin(), all.end()};
}

/// What a number of USD per token becomes in the file.
std::string per_million(const std::string& per_token) {
  const auto all = read(R"({"m": {"input_cost_per_token": )" + per_token
                        + R"(, "output_cost_per_token": 0, "mode": "chat"}})");
  const auto text = pricing_text(all.models, {"", ""});
  const std::string key = "\"input_usd_per_mtok\": ";
  const auto from = text.find(key) + key.size();
  return text.substr(from, text.find_first_of(",}", from) - from);
}

} // namespace

TEST_CASE("dollars per token become dollars per million tokens, exactly",
          "[cli][prices]") {
  CHECK(per_million("2.8e-07") == "0.28");
  CHECK(per_million("3e-06") == "3.00");
  CHECK(per_million("1.25e-06") == "1.25");
  CHECK(per_million("2.8e-09") == "0.0028");
  CHECK(per_million("0.00003") == "30.00");
  CHECK(per_million("7.5e-08") == "0.075");
  CHECK(per_million("2.9999900000000002e-06") == "2.99999");
  CHECK(per_million("0.1") == "100000.00");
  CHECK(per_million("0") == "0.00");
}

TEST_CASE("models for text with prices of tokens are taken, others counted",
          "[cli][prices]") {
  const auto out = read(price_map);
  lines names;
  for (const auto& [name, price] : out.models)
    names.push_back(name);
  CHECK(names
        == lines{"plain", "vendor/long", "some-embedding", "old", "free"});
  CHECK(out.unpriced == 2);
  CHECK(out.other_modes == 2);
}

TEST_CASE("the cache's prices are taken, and without them the input price",
          "[cli][prices]") {
  const auto all = models();
  CHECK(all.at("plain")
        == domain::price{money::usd(0.28), money::usd(0.028), money{},
                         money::usd(0.42)});
  CHECK(all.at("old")
        == domain::price{money::usd(1), money::usd(1), money::usd(1),
                         money::usd(2)});
}

TEST_CASE("an embedding needs no price of output", "[cli][prices]") {
  CHECK(models().at("some-embedding")
        == domain::price{money::usd(0.02), money::usd(0.02), money::usd(0.02),
                         money{}});
  CHECK(
      read(R"({"m": {"input_cost_per_token": 1e-6, "mode": "chat"}})").unpriced
      == 1);
}

TEST_CASE("prices above 200k tokens are those of a long context",
          "[cli][prices]") {
  const auto price = models().at("vendor/long");
  REQUIRE(price.long_context.has_value());
  CHECK(*price.long_context
        == domain::long_context_price{200'000,
                                      {money::usd(6), money::usd(0.6),
                                       money::usd(7.5), money::usd(22.5)}});
  CHECK(price.cache_write == money::usd(3.75)); // not that of one hour
}

TEST_CASE("of several bounds the lowest counts, and what has none stays",
          "[cli][prices]") {
  const auto price = read(R"({"m": {
      "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6,
      "cache_read_input_token_cost": 1e-7,
      "input_cost_per_token_above_272k_tokens": 9e-6,
      "input_cost_per_token_above_128k_tokens": 3e-6,
      "input_cost_per_token_above_100k_tokens_batches": 5e-6}})")
                         .models.at(0)
                         .second;
  CHECK(price.at(128'000).input == money::usd(1));
  CHECK(price.at(128'001)
        == domain::token_prices{money::usd(3), money::usd(0.1), money::usd(3),
                                money::usd(2)});
}

TEST_CASE("only the models that are asked for are taken", "[cli][prices]") {
  const auto out = read(price_map, {"old", "vendor/long"});
  REQUIRE(out.models.size() == 2);
  CHECK(out.models[0].first == "vendor/long");
  CHECK(out.unpriced == 0);
  CHECK(problems(price_map, {"palin", "painter", "by-tiers"})
        == lines{"--only: names \"palin\", which is not in the file; did you "
                 "mean `plain`?",
                 "--only: names \"painter\", which is for "
                 "\"image_generation\"",
                 "--only: names \"by-tiers\", which has no prices of tokens"});
}

TEST_CASE("what is wrong with a price map has its line and key",
          "[cli][prices]") {
  CHECK(problems("{\n\"m\": {\n\"input_cost_per_token\": \"1e-6\","
                 "\n\"output_cost_per_token\": -1}, \"n\": []}")
        == lines{"line 3: m.input_cost_per_token: is \"1e-6\", must be a "
                 "number of USD per token from 0 to 0.1",
                 "line 4: m.output_cost_per_token: is -1, must be a number of "
                 "USD per token from 0 to 0.1",
                 "line 4: n: is a list, must be an object"});
  CHECK(problems("{\"m\": {\"mode\": \"chat\",\n \"mode\": \"chat\"}}")
        == lines{"line 2: m.mode: this key stands twice in its object"});
  const auto broken = problems("{\"m\": {\n  oops}}");
  REQUIRE(broken.size() == 1);
  CHECK_THAT(broken[0], Catch::StartsWith("line 2, column 3: "));
  CHECK(problems("[]").size() == 1);
}
