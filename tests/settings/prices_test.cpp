#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::settings;
using domain::money;
using test::json;
using test::lines;
using test::minimal_with;
using test::problems_of;

namespace {

domain::price price_of(const json& price, const std::string& folder = ".") {
  auto config = minimal_with("/models/0/price", price);
  if (price.is_string())
    config["pricing_file"] = "prices.json";
  const auto read = test::load(config, {}, folder);
  return read.catalog.deployments.at(0).price.value_or(domain::price{});
}

lines problems_with_file(const std::string& text) {
  const test::temporary_folder folder;
  folder.write("prices.json", text);
  return problems_of(minimal_with("/pricing_file", "prices.json"), {},
                     folder.path());
}

} // namespace

TEST_CASE("a price is one figure or that of its parts", "[settings][prices]") {
  CHECK(price_of({{"flat_usd_per_mtok", 0.42}})
        == domain::price::flat(money::usd(0.42)));
  CHECK(price_of({{"input_usd_per_mtok", 2}, {"output_usd_per_mtok", 8}})
        == domain::price{money::usd(2), money::usd(2), money::usd(2),
                         money::usd(8)});
  CHECK(price_of({{"input_usd_per_mtok", 3},
                  {"cached_input_usd_per_mtok", 0.3},
                  {"cache_write_usd_per_mtok", 3.75},
                  {"output_usd_per_mtok", 15}})
        == domain::price{money::usd(3), money::usd(0.3), money::usd(3.75),
                         money::usd(15)});
}

TEST_CASE("a price that says too little or too much is refused",
          "[settings][prices]") {
  const auto at = [](const json& price) {
    return problems_of(minimal_with("/models/0/price", price));
  };
  CHECK(at({{"input_usd_per_mtok", 2}})
        == lines{"models[0].price.output_usd_per_mtok: is missing, must be a "
                 "number of USD per million tokens (or give flat_usd_per_mtok "
                 "alone)"});
  CHECK(at({{"flat_usd_per_mtok", 2}, {"output_usd_per_mtok", 2}})
        == lines{"models[0].price.flat_usd_per_mtok: is one price for every "
                 "token, must not stand beside prices of its parts"});
  CHECK(at({{"flat_usd_per_mtok", -1}})
        == lines{"models[0].price.flat_usd_per_mtok: is -1, must be a number "
                 "from 0 to 100000"});
  CHECK(at({{"flat_usd_per_mtok", "8"}})
        == lines{"models[0].price.flat_usd_per_mtok: is \"8\", must be a "
                 "number from 0 to 100000"});
  CHECK(at(8)
        == lines{"models[0].price: is 8, must be an object of prices or a "
                 "name in the pricing_file"});
}

TEST_CASE("a price may have other parts for long prompts",
          "[settings][prices]") {
  const auto read = price_of({{"input_usd_per_mtok", 3},
                              {"cached_input_usd_per_mtok", 0.3},
                              {"output_usd_per_mtok", 15},
                              {"long_context",
                               {{"above_tokens", 200000},
                                {"input_usd_per_mtok", 6},
                                {"cache_write_usd_per_mtok", 7.5},
                                {"output_usd_per_mtok", 22.5}}}});
  CHECK(read.cached_input == money::usd(0.3));
  REQUIRE(read.long_context.has_value());
  CHECK(*read.long_context
        == domain::long_context_price{
            200'000,
            {money::usd(6), money::usd(6), money::usd(7.5), money::usd(22.5)}});
}

TEST_CASE("a long context that says too little is refused",
          "[settings][prices]") {
  const auto at = [](const json& longer) {
    return problems_of(
        minimal_with("/models/0/price", {{"input_usd_per_mtok", 3},
                                         {"output_usd_per_mtok", 15},
                                         {"long_context", longer}}));
  };
  const std::string path = "models[0].price.long_context";
  CHECK(at(json::object())
        == lines{path
                     + ".above_tokens: is missing, must be the tokens of the "
                       "longest prompt that is not long",
                 path
                     + ".input_usd_per_mtok: is missing, must be a number of "
                       "USD per million tokens",
                 path
                     + ".output_usd_per_mtok: is missing, must be a number of "
                       "USD per million tokens"});
  CHECK(at({{"above_tokens", 0},
            {"input_usd_per_mtok", 1},
            {"output_usd_per_mtok", 1}})
        == lines{path
                 + ".above_tokens: is 0, must be a whole number from 1 to "
                   "100000000 tokens"});
  CHECK(at(200'000) == lines{path + ": is 200000, must be an object"});
  const json both{{"flat_usd_per_mtok", 2},
                  {"long_context",
                   {{"above_tokens", 1},
                    {"input_usd_per_mtok", 1},
                    {"output_usd_per_mtok", 1}}}};
  CHECK(problems_of(minimal_with("/models/0/price", both))
        == lines{"models[0].price.flat_usd_per_mtok: is one price for every "
                 "token, must not stand beside prices of its parts"});
}

TEST_CASE("a price may be named in the pricing file", "[settings][prices]") {
  const test::temporary_folder folder;
  folder.write("prices.json", R"({
    "updated": "2026-11-22", "source": "x", "currency": "USD",
    "unit": "per 1M tokens", // a comment
    "models": {"big": {"input_usd_per_mtok": 1, "output_usd_per_mtok": 4}}
  })");
  CHECK(price_of("big", folder.path()).output == money::usd(4));
  auto config = minimal_with("/models/0/price", "bgi");
  CHECK(problems_of(config)
        == lines{"models[0].price: is \"bgi\", a name in a price list, but "
                 "there is no pricing_file"});
  config["pricing_file"] = "prices.json";
  CHECK(problems_of(config, {}, folder.path())
        == lines{"models[0].price: is \"bgi\", which the pricing_file does "
                 "not know; did you mean `big`?"});
}

TEST_CASE("problems of the pricing file name it and their place in it",
          "[settings][prices]") {
  CHECK(problems_with_file("{\"models\": {\n\"a\": {\"flat_usd_per_mtok\": "
                           "true}},\n\"currency\": \"EUR\"}")
        == lines{"pricing_file: \"prices.json\": line 2: "
                 "models.a.flat_usd_per_mtok: is true, must be a number from "
                 "0 to 100000",
                 "pricing_file: \"prices.json\": line 3: currency: is \"EUR\", "
                 "must be USD"});
  const auto broken = problems_with_file("{");
  REQUIRE(broken.size() == 1);
  CHECK_THAT(broken[0], Catch::StartsWith(
                            "pricing_file: \"prices.json\": line 1, column "));
  CHECK(problems_with_file("{}")
        == lines{"pricing_file: \"prices.json\": line 1: models: is missing, "
                 "must be an object of model names with their prices"});
}

TEST_CASE("a pricing file must be a file", "[settings][prices]") {
  CHECK(problems_of(minimal_with("/pricing_file", "none.json"))
        == lines{"pricing_file: is \"none.json\", which does not exist"});
  CHECK(problems_of(minimal_with("/pricing_file", "/dev/zero"))
        == lines{"pricing_file: is \"/dev/zero\", which is no regular file"});
}
