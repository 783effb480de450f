// What becomes of parameters that a provider does not have, and what each
// provider is really sent.
#include "integration/harness/native.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace bellwether::integration {

namespace {

json hello(const std::string& model) {
  return {{"model", model},
          {"messages", {{{"role", "user"}, {"content", "Hello"}}}}};
}

json sent_to(const stage& at, const std::string& provider) {
  return json::parse(at.sim.last(provider)["body"].get<std::string>());
}

json rejecting() {
  return {{"requests", {{"unsupported_parameters", "reject"}}}};
}

} // namespace

TEST_CASE("a tuning parameter that a provider lacks is dropped and named",
          "[formats][parameters]") {
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  const stage at{json{{"log_level", "debug"}}, {}, native_configuration};
  auto body = hello("claude-sonnet-4-5");
  body["seed"] = 7;
  body["logit_bias"] = {{"50256", -100}};
  body["metadata"] = {{"team", "search"}};
  const auto got = ask(at, body, stream);
  CHECK(got.status == 200);
  CHECK(got.header("x-bellwether-dropped") == "seed, logit_bias");
  CHECK_FALSE(sent_to(at, "anthropic").contains("seed"));
  CHECK(at.daemon.logs("has no seed, logit_bias"));
  body["model"] = "gpt-4.1";
  const auto kept = ask(at, body, stream);
  CHECK_FALSE(kept.has("x-bellwether-dropped"));
  CHECK(sent_to(at, "openai")["seed"] == 7);
}

TEST_CASE("with reject a request goes to who has the parameter, or gets 400",
          "[formats][parameters]") {
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  auto changes = rejecting();
  changes["routes"]["claude-first"] = {
      {"strategy", "listed"}, {"candidates", {"claude-sonnet-4-5", "gpt-4.1"}}};
  const stage at{changes, {}, native_configuration};
  auto body = hello("claude-first");
  body["seed"] = 7;
  CHECK(ask(at, body, stream).header("x-bellwether-provider") == "openai");
  CHECK(at.sim.requests("anthropic") == 0);
  body["model"] = "claude-sonnet-4-5";
  const auto got = ask(at, body, stream);
  CHECK(got.status == 400);
  CHECK(got.error("code") == "unsupported_parameter");
  CHECK_THAT(got.error("message").get<std::string>(), Catch::Contains("seed"));
  CHECK(at.daemon.health("anthropic")["failures"] == 0);
}

TEST_CASE("a wrong field is named whoever finds it wrong",
          "[formats][parameters]") {
  const stage at{json::object(), {}, native_configuration};
  // The simulated OpenAI itself; for Anthropic the translation.
  for (const auto* model : {"gpt-4.1", "claude-sonnet-4-5"}) {
    auto body = hello(model);
    body["temperature"] = "hot";
    const auto got = ask(at, body, false);
    CAPTURE(model, got.body);
    CHECK(got.status == 400);
    CHECK(got.error("param") == "temperature");
    CHECK_THAT(got.error("message").get<std::string>(),
               Catch::Contains("temperature"));
  }
  CHECK(at.sim.requests("anthropic") == 0);
}

TEST_CASE("several choices go only to who can give them",
          "[formats][parameters]") {
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  const stage at{json::object(), {}, native_configuration};
  for (const auto* model : {"gpt-4.1", "gemini-2.5-flash"}) {
    auto body = hello(model);
    body["n"] = 2;
    const auto got = ask(at, body, stream);
    CAPTURE(model, got.body);
    REQUIRE(got.status == 200);
    std::size_t most = 0;
    if (stream) {
      for (const auto& event : got.events())
        for (const auto& choice : event["choices"])
          most = std::max(most, choice["index"].get<std::size_t>() + 1);
    } else {
      most = got.json()["choices"].size();
    }
    CHECK(most == 2);
  }
  auto body = hello("claude-sonnet-4-5");
  body["n"] = 2;
  const auto refused = ask(at, body, stream);
  CHECK(refused.status == 400);
  CHECK(refused.error("code") == "unsupported_capability");
  CHECK(at.sim.requests("anthropic") == 0);
}

TEST_CASE("the answer's length is bounded by the model's limit everywhere",
          "[formats][parameters]") {
  const stage at{json::object(), {}, native_configuration};
  for (const auto& model : one_model_each()) {
    auto body = hello(model);
    body["max_tokens"] = 1'000'000;
    REQUIRE(ask(at, body, false).status == 200);
  }
  CHECK(sent_to(at, "openai")["max_completion_tokens"] == 32'000);
  CHECK(sent_to(at, "anthropic")["max_tokens"] == 32'000);
  CHECK(sent_to(at, "google")["generationConfig"]["maxOutputTokens"] == 32'000);
  CHECK(sent_to(at, "deepseek")["max_tokens"] == 32'000);
}

TEST_CASE("temperature and stop take each provider's form",
          "[formats][parameters]") {
  const stage at{json::object(), {}, native_configuration};
  for (const auto& model : one_model_each()) {
    auto body = hello(model);
    body["temperature"] = 1.5;
    body["top_p"] = 0.5;
    body["stop"] = "END";
    CAPTURE(model);
    CHECK(ask(at, body, false).status == 200);
  }
  const auto anthropic = sent_to(at, "anthropic");
  CHECK(anthropic["temperature"] == 1);
  CHECK_FALSE(anthropic.contains("top_p"));
  CHECK(anthropic["stop_sequences"] == json{"END"});
  const auto google = sent_to(at, "google")["generationConfig"];
  CHECK(google["temperature"] == 1.5);
  CHECK(google["stopSequences"] == json{"END"});
}

TEST_CASE("embeddings come as they were asked for from every provider",
          "[formats][embeddings]") {
  const auto provider = GENERATE(as<std::string>{}, "openai", "google");
  CAPTURE(provider);
  const stage at{json::object(), {}, native_configuration};
  if (provider == "google")
    at.sim.fail("openai", "reset");
  json body{{"model", "vectors"}, {"input", {"one", "two"}}};
  const auto numbers = at.post("/v1/embeddings", body);
  CAPTURE(numbers.body);
  REQUIRE(numbers.status == 200);
  CHECK(numbers.header("x-bellwether-provider") == provider);
  const auto list = numbers.json();
  CHECK(list["object"] == "list");
  REQUIRE(list["data"].size() == 2);
  CHECK(list["data"][1]["index"] == 1);
  const auto length = list["data"][0]["embedding"].size();
  CHECK(length > 0);
  CHECK(list["usage"].contains("prompt_tokens"));
  body["encoding_format"] = "base64";
  const auto coded = at.post("/v1/embeddings", body).json();
  const auto text = coded["data"][0]["embedding"].get<std::string>();
  CHECK(text.size() == (length * 4 + 2) / 3 * 4);
}

TEST_CASE("a chat model makes no embeddings and says so",
          "[formats][embeddings]") {
  const stage at{json::object(), {}, native_configuration};
  const auto got =
      at.post("/v1/embeddings", {{"model", "gpt-4.1"}, {"input", "one"}});
  CHECK(got.status == 400);
  CHECK(got.error("code") == "unsupported_capability");
  const auto chat = ask(at, hello("vectors"), false);
  CHECK(chat.status == 400);
  CHECK_THAT(chat.error("message").get<std::string>(),
             Catch::Contains("/v1/embeddings"));
}

} // namespace bellwether::integration
