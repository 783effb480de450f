#include "cli/key_update.hpp"

#include "cli/key_desk.hpp"
#include "storage/key_file.hpp"

#include <fstream>

namespace bellwether::cli {

using Catch::Contains;
using nlohmann::json;

namespace {

/// With a key "web-1" that has everything.
class update_desk : public key_desk {
public:
  update_desk() {
    REQUIRE(create({.team = "web",
                    .budget = "50/month",
                    .requests_per_minute = 60,
                    .tokens_per_minute = 9'000,
                    .models = {"auto", "fast"}})
            == success);
    out.str("");
    err.str("");
  }

  int update(key_changes changes) {
    changes.where = where;
    if (changes.name.empty())
      changes.name = "web-1";
    return update_key(changes, out, err);
  }

  json key() { return list()[0]; }
};

} // namespace

TEST_CASE("what is named of a key changes, and nothing else", "[cli][keys]") {
  update_desk at;
  auto expected = at.key();
  key_changes changes;
  SECTION("budget") {
    changes.budget = "2.50/day";
    expected["budget"] = {{"limit_usd", 2.5}, {"period", "day"}};
  }
  SECTION("requests a minute") {
    changes.requests_per_minute = "120";
    expected["requests_per_minute"] = 120;
  }
  SECTION("tokens a minute") {
    changes.tokens_per_minute = "1";
    expected["tokens_per_minute"] = 1;
  }
  SECTION("models") {
    changes.models = {"pair"};
    expected["models"] = {"pair"};
  }
  SECTION("team") {
    changes.team = "shop";
    expected["team"] = "shop";
  }
  SECTION("two at once") {
    changes.team = "shop";
    changes.requests_per_minute = "7";
    expected["team"] = "shop";
    expected["requests_per_minute"] = 7;
  }
  CHECK(at.update(changes) == success);
  CHECK(at.key() == expected);
  CHECK_THAT(at.err.str(), Contains("key web-1 is changed"));
}

TEST_CASE("none takes a limit of a key away", "[cli][keys]") {
  update_desk at;
  auto expected = at.key();
  key_changes changes;
  SECTION("budget") {
    changes.budget = "none";
    expected["budget"] = nullptr;
  }
  SECTION("requests a minute") {
    changes.requests_per_minute = "none";
    expected["requests_per_minute"] = nullptr;
  }
  SECTION("tokens a minute") {
    changes.tokens_per_minute = "none";
    expected["tokens_per_minute"] = nullptr;
  }
  SECTION("models") {
    changes.models = {"none"};
    expected["models"] = nullptr;
  }
  SECTION("team") {
    changes.team = "none";
    expected["team"] = nullptr;
  }
  CHECK(at.update(changes) == success);
  CHECK(at.key() == expected);
}

TEST_CASE("a changed key's secret stays as it was", "[cli][keys]") {
  key_desk at;
  REQUIRE(at.create({.name = "ci"}) == success);
  const auto secret = at.out.str();
  const auto file = std::filesystem::path{at.where.state_dir} / "keys.json";
  const auto hash = storage::hash_secret(secret.substr(0, secret.size() - 1));
  std::ostringstream shown;
  REQUIRE(update_key({.where = at.where, .name = "ci", .team = "web"}, shown,
                     at.err)
          == success);
  std::ostringstream text;
  text << std::ifstream{file}.rdbuf();
  CHECK_THAT(text.str(), Contains(hash));
  CHECK_THAT(shown.str(), Contains("ci") && Contains("web") && !Contains(secret)
                              && !Contains(hash));
}

TEST_CASE("a changed key is shown as it is then", "[cli][keys]") {
  update_desk at;
  REQUIRE(at.update({.budget = "80/month", .json = true}) == success);
  CHECK(json::parse(at.out.str()) == at.key());
  at.out.str("");
  REQUIRE(at.update({.budget = "90/month"}) == success);
  CHECK_THAT(at.out.str(), Contains("web-1") && Contains("$90.00/month")
                               && Contains("MODELS"));
}

TEST_CASE("wrong changes of a key are told, and change nothing",
          "[cli][keys]") {
  update_desk at;
  const auto before = at.key();
  const auto [given, words] = GENERATE(table<key_changes, std::string>(
      {{{.budget = "fifty"}, "--budget fifty"},
       {{.budget = ""}, "--budget: says nothing"},
       {{.team = ""}, "--team: says nothing"},
       {{.team = "a/b"}, "--team a/b"},
       {{.requests_per_minute = "0"}, "--rpm 0"},
       {{.requests_per_minute = "lots"}, "--rpm lots: allowed are"},
       {{.requests_per_minute = "10x"}, "--rpm 10x: allowed are"},
       {{.tokens_per_minute = "-1"}, "--tpm -1"},
       {{.tokens_per_minute = ""}, "--tpm : allowed are"},
       {{.team = "shop", .tokens_per_minute = "x"}, "--tpm x"},
       {key_changes{}, "nothing is to be changed"}}));
  CHECK(at.update(given) == configuration);
  CHECK_THAT(at.err.str(), Catch::StartsWith(words));
  CHECK(at.out.str().empty());
  CHECK(at.key() == before);
}

TEST_CASE("only a key that there is and that is good is changed",
          "[cli][keys]") {
  update_desk at;
  CHECK(at.update({.name = "web-2", .team = "shop"}) == failure);
  CHECK_THAT(at.err.str(), Contains("did you mean web-1?"));
  REQUIRE(revoke_key(at.where, "web-1", at.err) == success);
  CHECK(at.update({.team = "shop"}) == failure);
  CHECK_THAT(at.err.str(), Contains("was revoked") && Contains("keys create"));
  CHECK(at.key()["team"] == "web");
}

} // namespace bellwether::cli
