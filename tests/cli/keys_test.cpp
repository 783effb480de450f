#include "cli/keys.hpp"

#include "cli/key_desk.hpp"
#include "cli/keys_text.hpp"

#include <chrono>

namespace bellwether::cli {

TEST_CASE("a new key's secret is the only line on standard output",
          "[cli][keys]") {
  key_desk at;
  REQUIRE(at.create({.team = "web",
                     .budget = "50/month",
                     .requests_per_minute = 60,
                     .models = {"auto", "fast"}})
          == success);
  const auto secret = at.out.str().substr(0, at.out.str().size() - 1);
  CHECK(at.out.str() == secret + "\n");
  CHECK(secret.starts_with("bw-"));
  CHECK_THAT(at.err.str(), Catch::Contains("web-1")
                               && Catch::Contains("first key")
                               && !Catch::Contains(secret));
  const auto key = at.list()[0];
  CHECK(key["name"] == "web-1");
  CHECK(key["budget"]
        == nlohmann::json{{"limit_usd", 50.0}, {"period", "month"}});
  CHECK(key["requests_per_minute"] == 60);
  CHECK(key["tokens_per_minute"].is_null());
  CHECK(key["models"] == nlohmann::json{"auto", "fast"});
  CHECK_THAT(key.dump(), !Catch::Contains(secret));
  REQUIRE(at.create({.team = "web"}) == success);
  CHECK(at.list()[1]["name"] == "web-2");
}

TEST_CASE("wrong limits of a key are told before anything is written",
          "[cli][keys]") {
  key_desk at;
  const auto [given, words] = GENERATE(table<key_options, std::string>(
      {{{.budget = "fifty"}, "--budget fifty"},
       {{.requests_per_minute = 0}, "--rpm 0"},
       {{.tokens_per_minute = -1}, "--tpm -1"},
       {{.name = "two words"}, "--name two words"},
       {{.team = "a/b"}, "--team a/b"}}));
  CHECK(at.create(given) == configuration);
  CHECK_THAT(at.err.str(), Catch::StartsWith(words));
  CHECK(at.out.str().empty());
  CHECK(at.list().empty());
}

TEST_CASE("a name is given once", "[cli][keys]") {
  key_desk at;
  REQUIRE(at.create({.name = "ci"}) == success);
  CHECK(at.create({.name = "ci"}) == failure);
  CHECK_THAT(at.err.str(), Catch::Contains("keys rotate ci"));
  CHECK(at.list().size() == 1);
}

TEST_CASE("a rotated key has another secret, and the former one for a while",
          "[cli][keys]") {
  key_desk at;
  REQUIRE(at.create({.name = "ci"}) == success);
  const auto hint = at.list()[0]["hint"];
  std::ostringstream fresh;
  REQUIRE(rotate_key(at.where, "ci", "24h", false, fresh, at.err) == success);
  CHECK(fresh.str() != at.out.str());
  const auto key = at.list()[0];
  CHECK(key["former_good_until"].is_string());
  CHECK(key["hint"] == fresh.str().substr(0, 7));
  CHECK(rotate_key(at.where, "ci", "soon", false, fresh, at.err)
        == configuration);
}

TEST_CASE("a revoked key stays in the list and is not rotated", "[cli][keys]") {
  key_desk at;
  REQUIRE(at.create({.name = "ci"}) == success);
  CHECK(revoke_key(at.where, "ci", at.err) == success);
  CHECK(at.list()[0]["revoked"].is_string());
  CHECK(revoke_key(at.where, "ci", at.err) == failure);
  CHECK(rotate_key(at.where, "ci", "24h", false, at.out, at.err) == failure);
}

TEST_CASE("the nearest name of a key is offered", "[cli][keys]") {
  key_desk at;
  REQUIRE(at.create({.name = "billing"}) == success);
  CHECK(revoke_key(at.where, "biling", at.err) == failure);
  CHECK_THAT(at.err.str(), Catch::Contains("did you mean billing?"));
}

TEST_CASE("the keys are shown as a table", "[cli][keys]") {
  const domain::wall_time made{std::chrono::sys_days{
      std::chrono::year{2026} / std::chrono::November / 22}};
  domain::caller_key web;
  web.name = "web-1";
  web.team = "web";
  web.hint = "bw-ab12";
  web.created = made;
  web.budget = domain::parse_key_budget("50/month");
  web.requests_per_minute = 6'000;
  web.models = {"auto", "fast"};
  auto old = web;
  old = {};
  old.name = "old";
  old.hint = "bw-cd34";
  old.created = made;
  old.revoked = made;
  CHECK(
      keys_table({web, old}, made) ==
      R"(NAME   TEAM  SECRET            BUDGET    RPM  TPM  MODELS     CREATED     STATE
web-1  web   bw-ab12...  $50.00/month  6,000    -  auto,fast  2026-11-22  good
old    -     bw-cd34...             -      -    -  all        2026-11-22  revoked 2026-11-22
)");
  CHECK_THAT(keys_table({}, made), Catch::Contains("keys create"));
}

} // namespace bellwether::cli
