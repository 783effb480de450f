#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::integration {

namespace {

const std::string prompt_path = "/v1/prompt";

json upstream_body(const stage& at, const std::string& provider) {
  return json::parse(at.sim.last(provider).at("body").get<std::string>());
}

} // namespace

TEST_CASE("the plain form answers with content, model, time and cost",
          "[integration][prompt]") {
  const stage at;
  const auto got =
      at.post(prompt_path, {{"prompt", "Hello"}, {"model", "gpt-4.1"}});
  REQUIRE(got.status == 200);
  const auto body = got.json();
  CHECK_FALSE(body["content"].get<std::string>().empty());
  CHECK(body["model"] == "gpt-4.1");
  CHECK(body["provider"] == "openai");
  CHECK(body["latency_ms"] > 0);
  CHECK(body["estimated_cost_usd"] > 0);
  CHECK(body["attempts"] == 1);
  CHECK(body["request_id"] == got.header("x-request-id"));
  CHECK(body["success"] == true);
  CHECK(got.header("x-bellwether-provider") == "openai");
}

TEST_CASE("the plain form has the tutorial's defaults",
          "[integration][prompt]") {
  const stage at;
  REQUIRE(at.post(prompt_path, {{"prompt", "Hello"}}).status == 200);
  const auto seen = upstream_body(at, "deepseek");
  CHECK(seen["temperature"] == 0.7);
  CHECK(seen["max_tokens"] == 4000);
  CHECK(seen["messages"]
        == json::array({{{"role", "user"}, {"content", "Hello"}}}));
}

TEST_CASE("the plain form carries what it is given", "[integration][prompt]") {
  const stage at;
  REQUIRE(at.post(prompt_path, {{"prompt", "Hello"},
                                {"system_prompt", "Be brief."},
                                {"model", "gpt-4.1"},
                                {"temperature", 0.1},
                                {"max_response_tokens", 5},
                                {"seed", 42}})
              .status
          == 200);
  const auto seen = upstream_body(at, "openai");
  CHECK(seen["messages"][0]
        == json{{"role", "system"}, {"content", "Be brief."}});
  CHECK(seen["messages"][1] == json{{"role", "user"}, {"content", "Hello"}});
  CHECK(seen["temperature"] == 0.1);
  CHECK(seen["max_tokens"] == 5);
  CHECK(seen["seed"] == 42);
  CHECK(seen["model"] == "gpt-4.1-upstream");
  CHECK_FALSE(seen.contains("prompt"));
}

TEST_CASE("a wrong field of the plain form is a 400 that names it",
          "[integration][prompt]") {
  const stage at;
  const auto [name, value] =
      GENERATE(table<std::string, json>({{"prompt", 5},
                                         {"prompt", ""},
                                         {"prompt", nullptr},
                                         {"system_prompt", json::array()},
                                         {"model", 1},
                                         {"temperature", "hot"},
                                         {"max_response_tokens", 0},
                                         {"max_response_tokens", 1.5},
                                         {"max_response_tokens", "many"},
                                         {"stream", true},
                                         {"messages", json::array()}}));
  CAPTURE(name, value);
  json body{{"prompt", "Hello"}};
  body[name] = value;
  const auto got = at.post(prompt_path, body);
  CHECK(got.status == 400);
  CHECK(got.error("param") == name);
  CHECK_THAT(got.error("message").get<std::string>(), Catch::Contains(name));
  CHECK(got.json()["success"] == false);
  CHECK(at.sim.requests() == 0);
}

TEST_CASE("the plain form fails over and says so when nobody answers",
          "[integration][prompt]") {
  const stage at;
  at.sim.fail("openai", "refuse");
  const auto got = at.post(prompt_path, {{"prompt", "Hi"}, {"model", "pair"}});
  CHECK(got.status == 200);
  CHECK(got.json()["provider"] == "anthropic");
  CHECK(got.json()["attempts"] == 2);

  const auto none =
      at.post(prompt_path, {{"prompt", "Hi"}, {"model", "alone"}});
  CHECK(none.status == 503);
  CHECK(none.json()["success"] == false);
  CHECK(none.has("retry-after"));
  CHECK(none.header("x-should-retry") == "false");
}

} // namespace bellwether::integration
