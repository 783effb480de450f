#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace bellwether::integration {

namespace {

const std::string chat_path = "/v1/chat/completions";

json upstream_body(const stage& at, const std::string& provider) {
  return json::parse(at.sim.last(provider).at("body").get<std::string>());
}

/// The member names of every usage that a stream's events carry.
std::size_t usages(const answer& stream) {
  std::size_t count = 0;
  for (const auto& event : stream.events())
    count += event.contains("usage") && event["usage"].is_object() ? 1 : 0;
  return count;
}

} // namespace

TEST_CASE("a chat completion comes back as the provider gave it",
          "[integration][chat]") {
  const stage at;
  const auto got = at.chat("gpt-4.1");
  REQUIRE(got.status == 200);
  const auto body = got.json();
  CHECK(body["object"] == "chat.completion");
  CHECK(body["choices"][0]["message"]["role"] == "assistant");
  CHECK_FALSE(
      body["choices"][0]["message"]["content"].get<std::string>().empty());
  CHECK(body["usage"]["total_tokens"] > 0);
  CHECK(got.header("content-type") == "application/json");
}

TEST_CASE("a stream comes as events and ends with [DONE]",
          "[integration][chat]") {
  const stage at;
  const auto got = at.stream("gpt-4.1");
  REQUIRE(got.status == 200);
  CHECK(got.header("content-type").starts_with("text/event-stream"));
  CHECK(got.whole);
  CHECK(got.done());
  CHECK_FALSE(got.content().empty());
  CHECK(got.events().back()["choices"][0]["finish_reason"] == "stop");
}

TEST_CASE("model is a model's name, a route's name or auto",
          "[integration][chat]") {
  const stage at;
  const auto [asked, provider] =
      GENERATE(table<std::string, std::string>({{"gpt-4.1", "openai"},
                                                {"gemini-2.5-flash", "google"},
                                                {"pair", "openai"},
                                                {"auto", "deepseek"}}));
  CAPTURE(asked);
  const auto got = at.chat(asked);
  CHECK(got.status == 200);
  CHECK(got.header("x-bellwether-provider") == provider);
}

TEST_CASE("auto takes the tier that the prompt's length needs",
          "[integration][chat]") {
  const stage at;
  const auto [tokens, model] = GENERATE(table<std::size_t, std::string>(
      {{5, "deepseek-v3.2"}, {600, "gemini-2.5-flash"}, {3000, "gpt-4.1"}}));
  CAPTURE(tokens);
  const json messages = json::array(
      {{{"role", "user"}, {"content", std::string(tokens * 4, 'a')}}});
  const auto got = at.chat("auto", {{"messages", messages}});
  CHECK(got.status == 200);
  CHECK(got.header("x-bellwether-model") == model);
}

TEST_CASE("an unknown model is a 404 that suggests the nearest one",
          "[integration][chat]") {
  const stage at;
  const auto got = at.chat("gtp-4.1");
  CHECK(got.status == 404);
  CHECK(got.error("code") == "model_not_found");
  CHECK(got.error("param") == "model");
  CHECK(got.error("type") == "invalid_request_error");
  CHECK_THAT(got.error("message").get<std::string>(),
             Catch::Contains("gpt-4.1"));
  CHECK(at.sim.requests() == 0);
}

TEST_CASE("fields that Bellwether does not know arrive byte for byte",
          "[integration][chat]") {
  const stage at;
  const std::string odd = R"("x_vendor" : {"a":[1, 2.50,1e3, "\u00e9é\/"]})";
  const auto got =
      request(at.daemon.port(), "POST", chat_path,
              R"({"model":"gpt-4.1", )" + odd
                  + R"(,"messages":[{"role":"user","content":"Hi"}]})");
  REQUIRE(got.status == 200);
  CHECK_THAT(at.sim.last("openai")["body"].get<std::string>(),
             Catch::Contains(odd));
}

TEST_CASE("the provider sees its own name of the model, also behind escapes",
          "[integration][chat]") {
  const stage at;
  const auto text = GENERATE(
      as<std::string>{},
      R"({"model":"gpt-4.1","messages":[{"role":"user","content":"Hi"}]})",
      R"({"\u006dodel":"gpt-4.1","messages":[{"role":"user","content":"H"}]})",
      R"({"model":"gpt-4.1","\u006dodel":"gpt-4.1",)"
      R"("messages":[{"role":"user","content":"Hi"}]})");
  CAPTURE(text);
  const auto got = request(at.daemon.port(), "POST", chat_path, text);
  REQUIRE(got.status == 200);
  CHECK(upstream_body(at, "openai")["model"] == "gpt-4.1-upstream");
  const std::string raw = at.sim.last("openai")["body"];
  CHECK_THAT(raw, !Catch::Contains("\"gpt-4.1\""));
}

TEST_CASE("an escaped second model cannot be smuggled to the provider",
          "[integration][chat]") {
  const stage at;
  for (const auto* text : {R"({"model":"gpt-4.1","\u006dodel":"smuggled",)"
                           R"("messages":[{"role":"user","content":"Hi"}]})",
                           R"({"\u006dodel":"smuggled","model":"gpt-4.1",)"
                           R"("messages":[{"role":"user","content":"Hi"}]})"})
    request(at.daemon.port(), "POST", chat_path, text);
  for (const auto& name : simulator::providers())
    for (const auto& entry : at.sim.journal(name))
      CHECK_THAT(entry["body"].get<std::string>(),
                 !Catch::Contains("smuggled"));
}

TEST_CASE("token limits above the model's are brought down to it",
          "[integration][chat]") {
  const stage at;
  const std::string name =
      GENERATE(as<std::string>{}, "max_tokens", "max_completion_tokens");
  CHECK(at.chat("gpt-4.1", {{name, 1'000'000}}).status == 200);
  CHECK(upstream_body(at, "openai")[name] == 8192);
  CHECK(at.chat("gpt-4.1", {{name, 17}}).status == 200);
  CHECK(upstream_body(at, "openai")[name] == 17);
}

TEST_CASE("a caller's credentials never reach the provider, the key does",
          "[integration][chat][secrets]") {
  const std::string key = "sk-test-0123456789abcdefghWXYZ";
  const stage at{
      json{{"providers", {{"openai", {{"api_key_env", "TEST_OPENAI_KEY"}}}}}},
      {"TEST_OPENAI_KEY=" + key}};
  at.sim.behave("openai", {{"required_key", key}});
  const auto got = at.post(chat_path, chat_body("gpt-4.1"),
                           {{"Authorization", "Bearer callers-own-secret"},
                            {"Cookie", "session=callers-own-secret"},
                            {"OpenAI-Organization", "org-callers-own-secret"},
                            {"OpenAI-Project", "proj-callers-own-secret"},
                            {"X-Api-Key", "callers-own-secret"}});
  CHECK(got.status == 200);
  const auto headers = at.sim.last("openai")["headers"].dump();
  CHECK_THAT(headers, !Catch::Contains("callers-own-secret"));
  CHECK_THAT(headers, !Catch::Contains("cookie", Catch::CaseSensitive::No));
  CHECK_THAT(headers, Catch::Contains("WXYZ"));
}

TEST_CASE("usage is always asked of the provider and shown if it was asked for",
          "[integration][chat]") {
  const stage at;
  const auto asked =
      at.stream("gpt-4.1", {{"stream_options", {{"include_usage", true}}}});
  CHECK(usages(asked) == 1);
  const auto silent = at.stream("gpt-4.1");
  CHECK(silent.done());
  CHECK(usages(silent) == 0);
  const auto all = at.sim.journal("openai");
  REQUIRE(all.size() == 2);
  for (const auto& entry : all) {
    const auto body = json::parse(entry["body"].get<std::string>());
    CHECK(body["stream_options"]["include_usage"] == true);
  }
}

TEST_CASE("an answer says who gave it, in how many attempts and what it cost",
          "[integration][chat]") {
  const stage at;
  const auto got = at.chat("gpt-4.1");
  CHECK(got.header("x-bellwether-provider") == "openai");
  CHECK(got.header("x-bellwether-model") == "gpt-4.1");
  CHECK(got.header("x-bellwether-attempts") == "1");
  REQUIRE(got.has("x-bellwether-overhead-ms"));
  CHECK(std::stod(got.header("x-bellwether-overhead-ms")) >= 0);
  const double tokens = got.json()["usage"]["total_tokens"];
  REQUIRE(got.has("x-bellwether-cost-usd"));
  CHECK(std::stod(got.header("x-bellwether-cost-usd"))
        == Approx(tokens * 8 / 1e6));
}

TEST_CASE("a stream tells its cost in the trailer", "[integration][chat]") {
  const stage at;
  const auto got =
      at.stream("gpt-4.1", {{"stream_options", {{"include_usage", true}}}});
  CHECK(got.has("x-request-id"));
  CHECK(got.header("x-bellwether-provider") == "openai");
  CHECK(got.header("x-bellwether-attempts") == "1");
  CHECK_FALSE(got.has("x-bellwether-cost-usd"));
  const double tokens = got.events().back()["usage"]["total_tokens"];
  REQUIRE_FALSE(got.trailer("x-bellwether-cost-usd").empty());
  CHECK(std::stod(got.trailer("x-bellwether-cost-usd"))
        == Approx(tokens * 8 / 1e6));
}

TEST_CASE("a sane request id is echoed and any other replaced",
          "[integration][chat]") {
  const stage at;
  const auto echoed = [&](const std::string& id) {
    return at.post(chat_path, chat_body("gpt-4.1"), {{"x-request-id", id}})
        .header("x-request-id");
  };
  CHECK(echoed("my-id_1.2:3") == "my-id_1.2:3");
  CHECK(echoed("no spaces").starts_with("req_"));
  CHECK(echoed("<script>").starts_with("req_"));
  CHECK(echoed(std::string(129, 'a')).starts_with("req_"));
  CHECK(at.chat("gpt-4.1").header("x-request-id")
        != at.chat("gpt-4.1").header("x-request-id"));
}

TEST_CASE("models are listed and told one by one", "[integration][models]") {
  const stage at;
  const auto all = get(at.daemon.port(), "/v1/models");
  REQUIRE(all.status == 200);
  CHECK(all.json()["object"] == "list");
  CHECK(all.json()["data"].size() == 7);
  const auto one = get(at.daemon.port(), "/v1/models/gpt-4.1");
  REQUIRE(one.status == 200);
  CHECK(one.json()["id"] == "gpt-4.1");
  CHECK(one.json()["object"] == "model");
  CHECK(one.json()["owned_by"] == "openai");
  CHECK(get(at.daemon.port(), "/v1/models/auto").json()["owned_by"]
        == "bellwether");
  const auto none = get(at.daemon.port(), "/v1/models/nothing");
  CHECK(none.status == 404);
  CHECK(none.error("code") == "model_not_found");
  CHECK(none.error("type") == "invalid_request_error");
  CHECK(none.has("x-request-id"));
}

} // namespace bellwether::integration
