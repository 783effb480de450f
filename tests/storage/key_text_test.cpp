#include "storage/key_file.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace bellwether::storage {

using Catch::Contains;
using domain::caller_key;

namespace {

const std::string hash(64, 'a');
const std::string other_hash(64, 'b');

// The members of a key, and more.
std::string entry(const std::string& more = "", const std::string& name = "ci",
                  const std::string& secret = hash) {
  return R"({"name":")" + name + R"(","hash":")" + secret
         + R"(","created":"2026-11-22T12:00:00Z")" + (more.empty() ? "" : ",")
         + more + "}";
}

std::string file_of(const std::string& entries) {
  return R"({"version":1,"keys":[)" + entries + "]}";
}

std::string refusal(const std::string& text) {
  const auto read = read_keys(text);
  const auto* why = std::get_if<std::string>(&read);
  return why == nullptr ? "" : *why;
}

std::string refusal_of(const std::string& more) {
  return refusal(file_of(entry(more)));
}

} // namespace

TEST_CASE("a key file says what a key is", "[storage][key_file]") {
  const auto read = read_keys(file_of(
      entry(R"("team":"web","hint":"bw-abc","revoked":"2026-11-23T00:00:00Z",
        "former_hash":")"
            + other_hash + R"(","former_until":"2026-11-24T00:00:00+01:00",
        "budget":{"limit_nano_usd":50000000000,"period":"rolling 7d"},
        "requests_per_minute":60,"tokens_per_minute":90000,
        "models":["auto","fast"])")));
  REQUIRE(std::holds_alternative<std::vector<caller_key>>(read));
  const auto& key = std::get<std::vector<caller_key>>(read).at(0);
  using namespace std::chrono;
  CHECK(key.name == "ci");
  CHECK(key.team == "web");
  CHECK(key.hash == hash);
  CHECK(key.hint == "bw-abc");
  CHECK(key.created == sys_days{2026y / 11 / 22} + hours{12});
  CHECK(key.revoked == domain::wall_time{sys_days{2026y / 11 / 23}});
  CHECK(key.former_hash == other_hash);
  CHECK(key.former_until == sys_days{2026y / 11 / 23} + hours{23});
  CHECK(key.budget->limit == domain::money::usd(50));
  CHECK(key.budget->period
        == domain::period{domain::period_kind::rolling, days{7}});
  CHECK(key.requests_per_minute == 60);
  CHECK(key.tokens_per_minute == 90'000);
  CHECK(key.models == std::vector<std::string>{"auto", "fast"});
}

TEST_CASE("no text is no key", "[storage][key_file]") {
  CHECK(std::get<std::vector<caller_key>>(read_keys("")).empty());
  CHECK(std::get<std::vector<caller_key>>(read_keys(write_keys({}))).empty());
  CHECK(refusal(file_of("")).empty());
  CHECK(refusal_of("").empty());
}

TEST_CASE("what is wrong with a key file is said of the entry and its field",
          "[storage][key_file]") {
  const std::string of = "keys[0].";
  CHECK_THAT(refusal("[]"), Contains("must be an object"));
  CHECK_THAT(refusal("{"), Contains("line 1"));
  CHECK_THAT(refusal("{}"), Contains("version"));
  CHECK_THAT(refusal(R"({"version":2,"keys":[]})"), Contains("version"));
  CHECK_THAT(refusal(R"({"version":1})"), Contains("keys"));
  CHECK_THAT(refusal(R"({"version":1,"keys":[],"key":1})"),
             Contains("key: unknown key"));
  CHECK_THAT(refusal(file_of("1")), Contains("keys[0]"));
  CHECK_THAT(refusal_of(R"("modles":["a"])"),
             Contains(of + "modles") && Contains("models"));
  CHECK_THAT(refusal_of(R"("name":"again")"), Contains("name"));
  CHECK_THAT(refusal_of(R"("team":"a b")"), Contains(of + "team"));
  CHECK_THAT(refusal_of(R"("hint":"01234567890123456")"),
             Contains(of + "hint"));
  CHECK_THAT(refusal_of(R"("revoked":"yesterday")"), Contains(of + "revoked"));
  CHECK_THAT(refusal_of(R"("former_hash":")" + other_hash + '"'),
             Contains(of + "former_hash"));
  CHECK_THAT(refusal_of(R"("former_until":"2026-11-22T12:00:00Z")"),
             Contains(of + "former_hash"));
  CHECK_THAT(refusal_of(R"("requests_per_minute":0)"),
             Contains(of + "requests_per_minute"));
  CHECK_THAT(refusal_of(R"("tokens_per_minute":"9")"),
             Contains(of + "tokens_per_minute"));
  CHECK_THAT(refusal_of(R"("models":[])"), Contains(of + "models"));
  CHECK_THAT(refusal_of(R"("models":[""])"), Contains(of + "models"));
  CHECK_THAT(refusal_of(R"("models":["a\nb"])"), Contains(of + "models"));
  CHECK_THAT(refusal_of(R"("models":"auto")"), Contains(of + "models"));
}

TEST_CASE("a budget of a key needs a limit and a period",
          "[storage][key_file]") {
  const std::string of = "keys[0].budget";
  CHECK_THAT(refusal_of(R"("budget":50)"), Contains(of));
  CHECK_THAT(refusal_of(R"("budget":{"period":"month"})"),
             Contains(of + ".limit_nano_usd"));
  CHECK_THAT(refusal_of(R"("budget":{"limit_nano_usd":1})"),
             Contains(of + ".period"));
  CHECK_THAT(refusal_of(R"("budget":{"limit_nano_usd":-1,"period":"day"})"),
             Contains(of + ".limit_nano_usd"));
  CHECK_THAT(refusal_of(R"("budget":{"limit_nano_usd":1,"period":"year"})"),
             Contains(of + ".period"));
}

TEST_CASE("a key needs a name, a hash and a time", "[storage][key_file]") {
  const std::string of = "keys[0].";
  const auto with_name = [](const std::string& name) {
    return refusal(file_of(entry("", name)));
  };
  CHECK(with_name(std::string(64, 'x')).empty());
  CHECK(with_name("A.z_0-9").empty());
  for (const auto* name : {"", "a b", "a/b", "\xc3\xa9", "anonymous"})
    CHECK_THAT(with_name(name), Contains(of + "name"));
  CHECK_THAT(with_name(std::string(65, 'x')), Contains(of + "name"));
  for (const auto& wrong : {std::string(63, 'a'), std::string(65, 'a'),
                            std::string(64, 'A'), std::string(64, 'g')})
    CHECK_THAT(refusal(file_of(entry("", "ci", wrong))),
               Contains(of + "hash") && !Contains(wrong));
  CHECK_THAT(refusal(file_of("{}")), Contains(of + "name: is missing"));
  CHECK_THAT(refusal(file_of(R"({"name":"a"})")),
             Contains(of + "hash: is missing"));
  CHECK_THAT(refusal(file_of(R"({"name":"a","hash":")" + hash + "\"}")),
             Contains(of + "created: is missing"));
}

TEST_CASE("no two keys have the same name or secret", "[storage][key_file]") {
  CHECK(refusal(file_of(entry() + "," + entry("", "web", other_hash))).empty());
  CHECK_THAT(refusal(file_of(entry() + "," + entry("", "ci", other_hash))),
             Contains("keys[1].name"));
  CHECK_THAT(refusal(file_of(entry() + "," + entry("", "web"))),
             Contains("keys[1].hash"));
  const auto former = R"("former_hash":")" + hash
                      + R"(","former_until":"2026-11-22T12:00:00Z")";
  CHECK_THAT(refusal(file_of(entry() + "," + entry(former, "web", other_hash))),
             Contains("keys[1].former_hash"));
}

TEST_CASE("ten thousand keys are read, more are not", "[storage][key_file]") {
  std::vector<caller_key> keys(10'000);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    keys[i].name = "key-" + std::to_string(i);
    keys[i].team = std::string(64, 't');
    keys[i].hash = hash_secret(keys[i].name);
    keys[i].former_hash = hash_secret("former" + keys[i].name);
    keys[i].former_until = domain::wall_time{};
    keys[i].budget = domain::key_budget{};
  }
  CHECK(refusal(write_keys(keys)).empty());
  keys.push_back({});
  CHECK_THAT(refusal(write_keys(keys)), Contains("10000"));
  CHECK_FALSE(refusal(std::string(std::size_t{9} << 20U, ' ')).empty());
}

} // namespace bellwether::storage
