// Callers with keys, and without.
#include "integration/harness/books.hpp"
#include "integration/harness/eventually.hpp"
#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

namespace bellwether::integration {

namespace {

const std::string secret = "bw-a-secret-of-the-web-team";
const std::string hash =
    "558e43889f3456d1088fc1d7b0ddb9a554414f801eead469f29560cf8e7abb89";

json key(const json& more = json::object()) {
  json out{{"name", "web-1"},
           {"team", "web"},
           {"hash", hash},
           {"created", "2026-11-22T12:00:00Z"}};
  out.merge_patch(more);
  return out;
}

header_list bearing(const std::string& what) {
  return {{"Authorization", "Bearer " + what}};
}

/// A daemon that keeps its keys in a folder.
struct keyed_stage : stage {
  explicit keyed_stage(const json& changes = json::object())
      : stage{merged(changes)} {}

  /// Writes the key file, and waits until the daemon goes by it.
  void use(const json& keys) const {
    const auto file = daemon.folder() / "state" / "keys.json";
    const auto fresh = daemon.folder() / "keys.new";
    std::ofstream{fresh} << json{{"version", 1}, {"keys", keys}}.dump();
    std::filesystem::rename(fresh, file);
  }

  answer ask(const header_list& headers,
             const std::string& model = "alone") const {
    return post("/v1/chat/completions", chat_body(model, {{"max_tokens", 20}}),
                headers);
  }

  bool comes_to(int status, const header_list& headers) const {
    return eventually([&] { return ask(headers).status == status; });
  }

  /// `bellwether keys update web-1` with these options; the exit code.
  int update(const std::vector<std::string>& options) const {
    std::vector<std::string> command{
        BELLWETHER_BINARY, "keys",        "update",
        "web-1",           "--state-dir", daemon.folder() / "state"};
    command.insert(command.end(), options.begin(), options.end());
    const auto got = run(command);
    CAPTURE(got.out, got.err);
    CHECK(got.err.find("key web-1 is changed") != std::string::npos);
    return got.code;
  }

  static json merged(const json& changes) {
    json out{{"state_dir", "state"}};
    out.merge_patch(changes);
    return out;
  }
};

} // namespace

TEST_CASE("without keys anybody on this machine is served, whatever he sends",
          "[integration][keys]") {
  const stage at;
  const json body = chat_body("alone", {{"max_tokens", 20}});
  CHECK(at.post("/v1/chat/completions", body).status == 200);
  CHECK(at.post("/v1/chat/completions", body, bearing("sk-anything")).status
        == 200);
}

TEST_CASE("once there is a key, callers need one", "[integration][keys]") {
  const keyed_stage at;
  CHECK(at.ask({}).status == 200);
  at.use(json::array({key()}));
  REQUIRE(at.comes_to(401, {}));
  const auto refused = at.ask(bearing("bw-wrong"));
  CHECK(refused.status == 401);
  CHECK(refused.error("code") == "invalid_api_key");
  CHECK_THAT(refused.error("message").get<std::string>(),
             Catch::Contains("bellwether keys create"));
  CHECK(refused.header("www-authenticate") == "Bearer");
  for (const auto& headers :
       {bearing(secret), header_list{{"x-api-key", secret}},
        header_list{{"x-goog-api-key", secret}}})
    CHECK(at.ask(headers).status == 200);
  // Whether it is well may be asked by anybody.
  CHECK(get(at.daemon.port(), "/healthz").status == 200);
  CHECK(get(at.daemon.port(), "/readyz").status == 200);
  CHECK(get(at.daemon.port(), "/v1/models").status == 401);
}

TEST_CASE("each API words the refusal in its own way", "[integration][keys]") {
  const keyed_stage at{{{"callers", {{"anonymous", "never"}}}}};
  const auto messages = at.post("/v1/messages", chat_body("alone"));
  CHECK(messages.status == 401);
  CHECK(messages.json()["type"] == "error");
  CHECK(messages.error("type") == "authentication_error");
  const auto prompt = at.post("/v1/prompt", {{"prompt", "Hi"}});
  CHECK(prompt.status == 401);
  CHECK(prompt.json()["success"] == false);
  for (const auto* path :
       {"/v1/responses", "/v1/completions", "/v1/embeddings"}) {
    CAPTURE(path);
    CHECK(at.post(path, json::object()).status == 401);
  }
}

TEST_CASE("who a key belongs to is in the ledger", "[integration][keys]") {
  const keyed_stage at;
  at.use(json::array({key()}));
  REQUIRE(at.comes_to(200, bearing(secret)));
  REQUIRE(at.comes_to(401, {}));
  auto headers = bearing(secret);
  headers.emplace_back("x-request-id", "with-key");
  REQUIRE(at.ask(headers).status == 200);
  std::vector<json> rows;
  REQUIRE(eventually([&] {
    rows = entries_of(at.daemon, "with-key");
    return rows.size() == 1;
  }));
  CHECK(rows.front()["key"] == "web-1");
  CHECK(rows.front()["team"] == "web");
  CHECK(rows.front()["route"] == "alone");
}

TEST_CASE("a revoked key is refused, even where none is needed",
          "[integration][keys]") {
  const keyed_stage at{{{"callers", {{"anonymous", "loopback"}}}}};
  at.use(json::array({key()}));
  REQUIRE(at.comes_to(200, bearing(secret)));
  at.use(json::array({key({{"revoked", "2026-11-22T13:00:00Z"}})}));
  REQUIRE(at.comes_to(401, bearing(secret)));
  CHECK_THAT(at.ask(bearing(secret)).error("message").get<std::string>(),
             Catch::Contains("revoked"));
  CHECK(at.ask({}).status == 200);
  CHECK(at.ask(bearing("sk-anything")).status == 200);
}

TEST_CASE("a key gets at its models only", "[integration][keys]") {
  const keyed_stage at;
  at.use(json::array({key({{"models", {"alone"}}})}));
  REQUIRE(at.comes_to(401, {}));
  CHECK(at.ask(bearing(secret)).status == 200);
  const auto refused = at.ask(bearing(secret), "pair");
  CHECK(refused.status == 403);
  CHECK(refused.error("code") == "model_not_allowed");
  const auto listed = get(at.daemon.port(), "/v1/models", bearing(secret));
  REQUIRE(listed.json()["data"].size() == 1);
  CHECK(listed.json()["data"][0]["id"] == "alone");
  CHECK(get(at.daemon.port(), "/v1/models/pair", bearing(secret)).status
        == 404);
  CHECK(get(at.daemon.port(), "/v1/models/alone", bearing(secret)).status
        == 200);
}

TEST_CASE("a key's requests a minute are bounded", "[integration][keys]") {
  const keyed_stage at;
  at.use(json::array({key({{"requests_per_minute", 2}})}));
  REQUIRE(at.comes_to(401, {}));
  const auto first = at.ask(bearing(secret));
  CHECK(first.status == 200);
  CHECK(first.header("x-ratelimit-limit-requests") == "2");
  CHECK(first.header("x-ratelimit-remaining-requests") == "1");
  CHECK(at.ask(bearing(secret)).status == 200);
  const auto refused = at.ask(bearing(secret));
  CHECK(refused.status == 429);
  CHECK(refused.error("code") == "rate_limit_exceeded");
  CHECK(refused.header("x-ratelimit-remaining-requests") == "0");
  REQUIRE(refused.has("retry-after"));
  CHECK(std::stoi(refused.header("retry-after")) >= 1);
}

TEST_CASE("a key's tokens a minute are bounded", "[integration][keys]") {
  const keyed_stage at;
  at.use(json::array({key({{"tokens_per_minute", 10}})}));
  REQUIRE(at.comes_to(401, {}));
  at.sim.behave("openai", {{"tokens", 20}});
  CHECK(at.ask(bearing(secret)).header("x-ratelimit-remaining-tokens") == "0");
  CHECK(at.ask(bearing(secret)).status == 429);
}

TEST_CASE("a key's own budget is 402 when it is used up",
          "[integration][keys]") {
  const keyed_stage at;
  at.use(json::array(
      {key({{"budget", {{"limit_nano_usd", 1000}, {"period", "day"}}}})}));
  REQUIRE(at.comes_to(401, {}));
  const auto got = at.ask(bearing(secret));
  CHECK(got.status == 402);
  CHECK_THAT(got.error("message").get<std::string>(),
             Catch::Contains("key web-1"));
}

TEST_CASE("a budget that a key is given counts what it has spent",
          "[integration][keys][budget]") {
  keyed_stage at;
  at.use(json::array({key()}));
  REQUIRE(at.comes_to(401, {}));
  std::int64_t spent = 0;
  for (int i = 0; i < 5; ++i) {
    const auto got = at.ask(bearing(secret));
    REQUIRE(got.status == 200);
    spent += nanos(got.header("x-bellwether-cost-usd"));
  }
  const auto now = [&] {
    const auto all = get(at.daemon.control_port(), "/budgets").json();
    for (const auto& budget : all.at("budgets"))
      if (budget["name"] == "key web-1")
        return nanos(budget["spent_usd_exact"]);
    return std::int64_t{-1};
  };
  // It fits, and knows; a day of its own has spent the same.
  CHECK(at.update({"--budget", "50/month"}) == 0);
  CHECK(eventually([&] { return now() == spent; }));
  CHECK(at.update({"--budget", "50/day"}) == 0);
  CHECK(eventually([&] { return now() == spent; }));
  CHECK(at.update({"--budget", "0.0001/month"}) == 0);
  CHECK(at.comes_to(402, bearing(secret)));
  // Until the daemon saw the change, calls were answered.
  const auto in_the_end = now();
  CHECK(in_the_end >= spent);
  at.daemon.kill();
  at.daemon.restart();
  // One that was under way when the budget came counts from the start on.
  const auto missed = now() - in_the_end;
  CHECK((missed == 0 || missed == spent / 5));
}

TEST_CASE("a key's limits change while the daemon runs",
          "[integration][keys]") {
  const keyed_stage at;
  at.use(json::array({key({{"requests_per_minute", 1}})}));
  REQUIRE(at.comes_to(401, {}));
  CHECK(at.ask(bearing(secret)).status == 200);
  CHECK(at.ask(bearing(secret)).status == 429);
  CHECK(at.update({"--rpm", "none"}) == 0);
  CHECK(at.comes_to(200, bearing(secret)));
  CHECK(at.ask(bearing(secret)).status == 200);
  CHECK(at.update({"--models", "pair"}) == 0);
  CHECK(at.comes_to(403, bearing(secret)));
  CHECK(at.update({"--models", "none", "--team", "shop"}) == 0);
  CHECK(at.comes_to(200, bearing(secret)));
}

} // namespace bellwether::integration
