// What callers see of budgets, and what the ledger tells of their attempts.
#include "integration/harness/books.hpp"
#include "integration/harness/eventually.hpp"
#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::integration {

namespace {

/// One budget that never ends by itself; `more` is merged into it.
json with_budget(double limit, const json& more = json::object()) {
  json budget{{"name", "tight"}, {"limit_usd", limit}, {"period", "none"}};
  budget.merge_patch(more);
  return {{"budgets", json::array({budget})}};
}

/// Answers of gpt-4.1 that cost $0.00016 and a bit for the prompt.
const json few{{"max_tokens", 20}};

/// The ledger's rows of a request, once there are so many; the first attempt
/// first.
std::vector<json> rows_of(const stage& at, const std::string& id,
                          std::size_t count) {
  std::vector<json> rows;
  REQUIRE(eventually([&] {
    rows = entries_of(at.daemon, id);
    return rows.size() == count;
  }));
  return {rows.rbegin(), rows.rend()};
}

json row_of(const stage& at, const std::string& id) {
  return rows_of(at, id, 1).front();
}

answer named(const stage& at, const std::string& id, const std::string& model,
             const json& more = few) {
  return at.post("/v1/chat/completions", chat_body(model, more),
                 {{"x-request-id", id}});
}

} // namespace

TEST_CASE("a budget that has run out is 402, and clients do not try again",
          "[integration][budget]") {
  const stage at{with_budget(0.0005)};
  at.sim.behave("openai", {{"tokens", 20}});
  const bool stream = GENERATE(false, true);
  answer got;
  for (int i = 0; i < 10 && got.status != 402; ++i)
    got = stream ? at.stream("alone", few) : at.chat("alone", few);
  REQUIRE(got.status == 402);
  CHECK(got.header("content-type") == "application/json");
  CHECK(got.error("type") == "budget_error");
  CHECK(got.error("code") == "budget_exceeded");
  CHECK(got.header("x-should-retry") == "false");
  CHECK_FALSE(got.has("retry-after"));
  CHECK_THAT(got.error("message").get<std::string>(),
             Catch::Contains("\"tight\"") && Catch::Contains("left"));
  CHECK(got.header("x-bellwether-attempts") == "0");
  CHECK(at.sim.requests("openai") > 0);
  const auto asked = at.sim.requests();
  CHECK(at.chat("alone", few).status == 402);
  CHECK(at.sim.requests() == asked);
}

TEST_CASE("Anthropic's clients get a billing error", "[integration][budget]") {
  const stage at{with_budget(0.000001)};
  auto body = chat_body("alone");
  body["max_tokens"] = 20;
  const auto got = at.post("/v1/messages", body);
  CHECK(got.status == 402);
  CHECK(got.json()["type"] == "error");
  CHECK(got.error("type") == "billing_error");
  CHECK_THAT(got.error("message").get<std::string>(),
             Catch::Contains("\"tight\""));
}

TEST_CASE("a budget of one provider leaves the others alone",
          "[integration][budget]") {
  const stage at{with_budget(0.000001, {{"scope", {{"provider", "openai"}}}})};
  const auto got = at.chat("pair", few);
  CHECK(got.status == 200);
  CHECK(got.header("x-bellwether-provider") == "anthropic");
  CHECK_FALSE(got.has("x-bellwether-degraded"));
  CHECK(at.chat("alone", few).status == 402);
  CHECK(at.sim.requests("openai") == 0);
}

TEST_CASE("a budget that degrades brings a cheaper model, and says so",
          "[integration][budget]") {
  const stage at{with_budget(0.0001, {{"when_exceeded", "degrade"}})};
  at.sim.behave({{"tokens", 20}});
  const bool stream = GENERATE(false, true);
  const auto got = stream ? at.stream("alone", few) : at.chat("alone", few);
  CHECK(got.status == 200);
  CHECK(got.header("x-bellwether-degraded") == "tight");
  CHECK(got.header("x-bellwether-model") != "gpt-4.1");
  CHECK(at.sim.requests("openai") == 0);
}

TEST_CASE("a stream that was kept open ends in its budget's error",
          "[integration][budget][keep-alive]") {
  // The first candidate's answer fits, the second's costs twice as much.
  auto changes = with_budget(0.00025);
  changes["requests"] = {{"keep_alive_ms", 1000}};
  changes["providers"]["openai"]["timeouts"]["first_byte_ms"] = 1500;
  const stage at{changes};
  at.sim.fail("openai", "hang_before_headers");
  const bool anthropic = GENERATE(false, true);
  CAPTURE(anthropic);
  raw_client client{at.daemon.port()};
  auto body = chat_body("pair", few);
  body["stream"] = true;
  client.send(request_text("POST",
                           anthropic ? "/v1/messages" : "/v1/chat/completions",
                           body.dump()));
  const auto got = client.read();
  CHECK(got.status == 200);
  CHECK(got.body.starts_with(": keep-alive\n\n"));
  CHECK_FALSE(got.whole);
  CHECK_FALSE(got.done());
  // No text came before it, and none behind it.
  const auto events = got.events();
  REQUIRE(events.size() == 1);
  const auto& error = events[0]["error"];
  CHECK(error["type"] == (anthropic ? "billing_error" : "budget_error"));
  CHECK(error["code"] == "budget_exceeded");
  CHECK_THAT(error["message"].get<std::string>(), Catch::Contains("\"tight\""));
  CHECK(at.sim.requests("anthropic") == 0);
}

TEST_CASE("a model without a price is refused where money is counted",
          "[integration][budget]") {
  auto changes = with_budget(1);
  changes["models"] =
      json::array({{{"name", "our-own"}, {"provider", "openai"}}});
  changes["routes"] = {{"auto", nullptr},
                       {"pair", nullptr},
                       {"alone", {{"candidates", {"our-own"}}}}};
  const bool priced = GENERATE(false, true);
  changes["default_price"] =
      priced ? json{{"flat_usd_per_mtok", 10}} : json(nullptr);
  const stage at{changes};
  const auto got = at.chat("alone", few);
  CHECK(got.status == (priced ? 200 : 402));
  if (!priced)
    CHECK(got.error("code") == "model_without_price");
  CHECK(got.has("x-bellwether-cost-usd") == priced);
}

TEST_CASE("every attempt is a row of the ledger", "[integration][ledger]") {
  const stage at;
  at.sim.fail("openai", {{"kind", "status"}, {"status", 500}});
  const auto got =
      named(at, "two-attempts", "pair",
            {{"max_tokens", 20}, {"metadata", {{"job", "nightly"}, {"n", 3}}}});
  REQUIRE(got.status == 200);
  const auto rows = rows_of(at, "two-attempts", 2);
  CHECK(rows[0]["outcome"] == "failed");
  CHECK(rows[0]["failure"] == "server_error");
  CHECK(rows[0]["provider"] == "openai");
  CHECK(rows[0]["attempt"] == 1);
  CHECK(exact_cost(rows[0]) == "0.000000000");
  CHECK(rows[0]["estimated"] == false);
  CHECK(rows[1]["outcome"] == "answered");
  CHECK(rows[1]["attempt"] == 2);
  CHECK(rows[1]["model"] == "claude-sonnet-4.5");
  CHECK(exact_cost(rows[1]) == got.header("x-bellwether-cost-usd"));
  const json used = got.json()["usage"];
  CHECK(rows[1]["prompt_tokens"] == used["prompt_tokens"]);
  CHECK(rows[1]["completion_tokens"] == used["completion_tokens"]);
  for (const auto& row : rows) {
    CHECK(row["key"] == "anonymous");
    CHECK(row["route"] == "pair");
    CHECK(row["metadata"] == json{{"job", "nightly"}, {"n", 3}});
    CHECK(row["stream"] == false);
  }
}

TEST_CASE("metadata is kept whichever API it comes in",
          "[integration][ledger]") {
  const stage at;
  const auto path = GENERATE(as<std::string>{}, "/v1/messages", "/v1/responses",
                             "/v1/prompt");
  CAPTURE(path);
  const json body{{"model", "alone"},
                  {"max_tokens", 20},
                  {"metadata", {{"user_id", "u-1"}}}};
  auto asked = body;
  if (path == "/v1/messages")
    asked["messages"] = json::array({{{"role", "user"}, {"content", "Hello"}}});
  else
    asked[path == "/v1/prompt" ? "prompt" : "input"] = "Hello";
  if (path != "/v1/messages")
    asked.erase("max_tokens");
  REQUIRE(at.post(path, asked, {{"x-request-id", "labelled"}}).status == 200);
  CHECK(row_of(at, "labelled")["metadata"] == json{{"user_id", "u-1"}});
}

TEST_CASE("an answer without usage is charged by estimate",
          "[integration][ledger]") {
  const stage at;
  at.sim.fail("openai", "drop_usage");
  at.sim.behave("openai", {{"fault", "drop_usage"}, {"tokens", 20}});
  const auto got = named(at, "estimated", "alone");
  REQUIRE(got.status == 200);
  const auto row = row_of(at, "estimated");
  CHECK(row["estimated"] == true);
  const std::string text = got.json()["choices"][0]["message"]["content"];
  CHECK(row["completion_tokens"] == (text.size() + 3) / 4);
  CHECK(row["prompt_tokens"] == 2);
  CHECK(exact_cost(row) == got.header("x-bellwether-cost-usd"));
}

TEST_CASE("a stream that breaks is charged for what was seen",
          "[integration][ledger]") {
  const stage at;
  at.sim.fail("openai", {{"kind", "cut"}, {"after", 3}});
  const auto got = at.stream("alone", few);
  CHECK_FALSE(got.whole);
  const auto row = row_of(at, "req_");
  CHECK(row["outcome"] == "broken");
  CHECK(row["failure"] == "truncated");
  CHECK(row["estimated"] == true);
  CHECK(row["stream"] == true);
  std::string text;
  for (const auto& event : got.events())
    if (event.contains("choices") && !event["choices"].empty())
      text += event["choices"][0]["delta"].value("content", "");
  CHECK(row["completion_tokens"] == (text.size() + 3) / 4);
}

TEST_CASE("a caller that leaves has its attempt charged",
          "[integration][ledger]") {
  const stage at;
  at.sim.behave("openai", {{"tokens", 500}, {"chunk_interval_ms", 20}});
  {
    raw_client client{at.daemon.port()};
    client.send(stream_request("alone"));
    REQUIRE(client.read_until("content\":\""));
  }
  const auto row = row_of(at, "req_");
  CHECK(row["outcome"] == "cancelled");
  CHECK(row["failure"] == nullptr);
  CHECK(row["estimated"] == true);
  CHECK(row["prompt_tokens"] == 2);
}

} // namespace bellwether::integration
