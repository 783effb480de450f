// Who may ask, for what, and how often.
#include "http/gateway/caller_access.hpp"

#include "storage/key_file.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace bellwether::http {

using namespace std::chrono_literals;
using nlohmann::json;
using settings::anonymous_callers;

namespace {

constexpr domain::wall_time noon{std::chrono::hours{12}};
const std::string secret = "bw-the-web-team's-own-secret";
const std::string former = "bw-what-it-was-before-a-rotation";

domain::caller_key web_key() {
  domain::caller_key key;
  key.name = "web";
  key.team = "shop";
  key.hash = storage::hash_secret(secret);
  return key;
}

struct gate {
  explicit gate(std::vector<domain::caller_key> keys = {web_key()},
                anonymous_callers anonymous = anonymous_callers::until_keys)
      : access{board, anonymous} {
    publish(std::move(keys));
  }

  void publish(std::vector<domain::caller_key> keys) const {
    board->publish(std::make_shared<const actors::key_ring>(std::move(keys)));
  }

  auto ask(const caller_credentials& with) const {
    return access.identify(with, noon);
  }
  caller_identity known(const caller_credentials& with) const {
    auto found = ask(with);
    if (const auto* refused = std::get_if<reply>(&found))
      FAIL(refused->body);
    return std::get<caller_identity>(std::move(found));
  }
  reply refused(const caller_credentials& with) const {
    auto found = ask(with);
    REQUIRE(std::holds_alternative<reply>(found));
    return std::get<reply>(std::move(found));
  }

  std::shared_ptr<actors::key_board> board =
      std::make_shared<actors::key_board>();
  caller_access access;
};

caller_credentials bearing(const std::string& header, bool local = true) {
  return {.authorization = header,
          .api_key = {},
          .goog_api_key = {},
          .from_loopback = local};
}

std::string header_of(const header_list& all, std::string_view name) {
  for (const auto& [key, value] : all)
    if (key == name)
      return value;
  return {};
}

} // namespace

TEST_CASE("a secret is known wherever clients put it", "[http][keys]") {
  const gate at;
  const std::string one = "Bearer " + secret;
  const std::string two = "bEARER   " + secret;
  for (const auto& sent :
       {caller_credentials{
            .authorization = one, .api_key = {}, .goog_api_key = {}},
        caller_credentials{
            .authorization = two, .api_key = {}, .goog_api_key = {}},
        caller_credentials{
            .authorization = {}, .api_key = secret, .goog_api_key = {}},
        caller_credentials{.authorization = "Basic abc",
        .api_key = {},
        .goog_api_key = secret},
        caller_credentials{.authorization = "Bearer other",
        .api_key = secret,
        .goog_api_key = {}}}) {
    const auto who = at.known(sent);
    CHECK(who.key == "web");
    CHECK(who.team == "shop");
    REQUIRE(who.rule != nullptr);
    CHECK(who.rule->name == "web");
  }
}

TEST_CASE("who has no good secret is told how to get one", "[http][keys]") {
  const gate at;
  for (const auto* sent :
       {"", "Bearer ", "Bearer", "Basic abc", "Bearer bw-nobody's"}) {
    CAPTURE(sent);
    const auto got = at.refused(bearing(sent));
    CHECK(got.status == 401);
    CHECK(header_of(got.headers, "WWW-Authenticate") == "Bearer");
    const auto error = json::parse(got.body)["error"];
    CHECK(error["code"] == "invalid_api_key");
    CHECK_THAT(error["message"].get<std::string>(),
               Catch::Contains("bellwether keys create"));
    CHECK_THAT(got.body, !Catch::Contains("nobody's"));
  }
}

TEST_CASE("who is served without a key is a question of the settings",
          "[http][keys]") {
  using enum anonymous_callers;
  const auto [rule, keys, local, served] =
      GENERATE(table<anonymous_callers, bool, bool, bool>({
          {until_keys, false, true, true},
          {until_keys, false, false, false},
          {until_keys, true, true, false},
          {loopback, true, true, true},
          {loopback, true, false, false},
          {loopback, false, false, false},
          {never, false, true, false},
          {never, true, true, false},
      }));
  CAPTURE(static_cast<int>(rule), keys, local);
  const gate at{
      keys ? std::vector{web_key()} : std::vector<domain::caller_key>{}, rule};
  // A secret that nobody knows is as good as none.
  for (const auto* sent : {"", "Bearer sk-whatever"}) {
    const auto got = at.ask(bearing(sent, local));
    CHECK(std::holds_alternative<caller_identity>(got) == served);
    if (served) {
      CHECK(std::get<caller_identity>(got).key == "anonymous");
      CHECK(std::get<caller_identity>(got).rule == nullptr);
    }
  }
}

TEST_CASE(
    "a secret that is not good any more is refused even where none is "
    "needed",
    "[http][keys]") {
  auto key = web_key();
  SECTION("revoked") {
    key.revoked = noon - 1h;
  }
  SECTION("rotated") {
    key.hash = storage::hash_secret("bw-the-new-one");
    key.former_hash = storage::hash_secret(secret);
    key.former_until = noon - 1s;
  }
  const gate at{{key}, anonymous_callers::loopback};
  const auto got = at.refused(bearing("Bearer " + secret));
  CHECK(got.status == 401);
  CHECK_THAT(got.body, Catch::Contains("revoked"));
}

TEST_CASE("after a rotation both secrets are good for a time", "[http][keys]") {
  auto key = web_key();
  key.former_hash = storage::hash_secret(former);
  key.former_until = noon + 1s;
  const gate at{{key}};
  CHECK(at.known(bearing("Bearer " + secret)).key == "web");
  CHECK(at.known(bearing("Bearer " + former)).key == "web");
}

TEST_CASE("a connection's last secret is hashed once, and any other anew",
          "[http][keys]") {
  const gate at;
  hashed_secret last;
  auto sent = caller_credentials{.authorization = {},
                                 .api_key = secret,
                                 .goog_api_key = {},
                                 .last = &last};
  CHECK(at.known(sent).key == "web");
  CHECK(last.secret == secret);
  CHECK(last.hash == storage::hash_secret(secret));
  CHECK(at.known(sent).key == "web");
  sent.api_key = "bw-another";
  CHECK(at.refused(sent).status == 401);
  sent.api_key = secret;
  CHECK(at.known(sent).key == "web");
}

TEST_CASE("a key may ask for its models only", "[http][keys]") {
  auto key = web_key();
  key.models = {"auto", "fast"};
  gate at{{key}};
  const auto who = at.known(bearing("Bearer " + secret));
  CHECK_FALSE(at.access.admit(who, "auto", {}));
  const auto refused = at.access.admit(who, "gpt-4.1", {});
  REQUIRE(refused);
  CHECK(refused->status == 403);
  const auto error = json::parse(refused->body)["error"];
  CHECK(error["code"] == "model_not_allowed");
  CHECK(error["param"] == "model");
  CHECK_THAT(error["message"].get<std::string>(),
             Catch::Contains("auto, fast"));
  CHECK_FALSE(at.access.admit({}, "gpt-4.1", {}));
}

TEST_CASE("a key's requests a minute are bounded", "[http][keys]") {
  auto key = web_key();
  key.requests_per_minute = 2;
  gate at{{key}};
  const caller_access::time_point start{1h};
  const auto who = at.known(bearing("Bearer " + secret));
  CHECK_FALSE(at.access.admit(who, "m", start));
  CHECK_FALSE(at.access.admit(who, "m", start));
  header_list headers;
  at.access.append_rates(who, start, headers);
  CHECK(header_of(headers, "x-ratelimit-limit-requests") == "2");
  CHECK(header_of(headers, "x-ratelimit-remaining-requests") == "0");
  CHECK(headers.size() == 2);
  const auto refused = at.access.admit(who, "m", start);
  REQUIRE(refused);
  CHECK(refused->status == 429);
  CHECK(json::parse(refused->body)["error"]["code"] == "rate_limit_exceeded");
  CHECK(header_of(refused->headers, "Retry-After") == "30");
  CHECK(header_of(refused->headers, "x-ratelimit-remaining-requests") == "0");
  CHECK_FALSE(at.access.admit(who, "m", start + 30s));
  CHECK(at.access.admit(who, "m", start + 31s));
}

TEST_CASE("tokens are taken afterwards, and a debt holds the key back",
          "[http][keys]") {
  auto key = web_key();
  key.tokens_per_minute = 100;
  gate at{{key}};
  const caller_access::time_point start{1h};
  const auto who = at.known(bearing("Bearer " + secret));
  CHECK_FALSE(at.access.admit(who, "m", start));
  at.access.used(who, 150, start);
  const auto refused = at.access.admit(who, "m", start);
  REQUIRE(refused);
  CHECK_THAT(refused->body, Catch::Contains("100 tokens a minute"));
  CHECK(header_of(refused->headers, "Retry-After") == "31");
  CHECK_FALSE(at.access.admit(who, "m", start + 31s));
}

TEST_CASE("a limit that was changed counts from the next request on",
          "[http][keys]") {
  auto key = web_key();
  key.requests_per_minute = 1;
  gate at{{key}};
  const caller_access::time_point start{1h};
  CHECK_FALSE(
      at.access.admit(at.known(bearing("Bearer " + secret)), "m", start));
  CHECK(at.access.admit(at.known(bearing("Bearer " + secret)), "m", start));
  key.requests_per_minute = 3;
  at.publish({key});
  const auto who = at.known(bearing("Bearer " + secret));
  for (int i = 0; i < 3; ++i)
    CHECK_FALSE(at.access.admit(who, "m", start));
  CHECK(at.access.admit(who, "m", start));
  key.requests_per_minute.reset();
  at.publish({key});
  CHECK_FALSE(
      at.access.admit(at.known(bearing("Bearer " + secret)), "m", start));
}

TEST_CASE("of a key that is gone nothing stays", "[http][keys]") {
  const std::string others = "bw-another-team's";
  auto web = web_key();
  web.requests_per_minute = 1;
  auto other = web;
  other.name = "other";
  other.hash = storage::hash_secret(others);
  other.requests_per_minute = 10;
  gate at{{web}};
  const caller_access::time_point start{1h};
  const auto ask = [&](const std::string& with) {
    return !at.access.admit(at.known(bearing("Bearer " + with)), "m", start);
  };
  CHECK(ask(secret));
  CHECK_FALSE(ask(secret));
  at.publish({other});
  CHECK(ask(others));
  CHECK(ask(others));
  at.publish({web});
  CHECK(ask(secret));
}

} // namespace bellwether::http
