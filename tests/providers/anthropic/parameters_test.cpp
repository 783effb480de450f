#include "providers/anthropic/encoding.hpp"
#include "providers/anthropic/model_name.hpp"

using namespace bellwether;
using namespace bellwether::providers;
using namespace bellwether::providers::test;
using bellwether::providers::anthropic::claude_version;
using bellwether::providers::anthropic::version_in;
using enum domain::failure_class;
using names = std::vector<std::string>;

namespace {

target to(std::string_view model, std::int64_t limit = 64'000) {
  return {std::string(model), limit, {}};
}

} // namespace

TEST_CASE("max_tokens is always sent and within the model's limit",
          "[anthropic][encode]") {
  const auto [more, limit, expected] =
      GENERATE(table<std::string, std::int64_t, std::int64_t>({
          {"{}", 8192, 8192},
          {"{}", 0, 4096},
          {R"({"max_tokens":100})", 8192, 100},
          {R"({"max_tokens":100,"max_completion_tokens":200})", 8192, 200},
          {R"({"max_tokens":9000})", 8192, 8192},
          {R"({"max_tokens":9000})", 0, 9000},
      }));
  const auto made = encode(hello_with(json::parse(more)), to(sonnet, limit));
  CHECK(made.body.at("max_tokens") == expected);
}

TEST_CASE("temperature is clamped to 0-1", "[anthropic][encode]") {
  const auto [asked, sent] =
      GENERATE(table<double, double>({{0, 0}, {0.7, 0.7}, {1, 1}, {1.8, 1}}));
  const auto made = encode(hello_with({{"temperature", asked}}));
  CHECK(made.body.at("temperature") == sent);
  CHECK(made.dropped.empty());
}

TEST_CASE("temperature and top_p are never sent together",
          "[anthropic][encode]") {
  const auto both = encode(hello_with({{"temperature", 0.5}, {"top_p", 0.9}}));
  CHECK(both.body.contains("temperature"));
  CHECK_FALSE(both.body.contains("top_p"));
  CHECK(both.dropped == names{"top_p"});
  const auto one = encode(hello_with({{"top_p", 0.9}, {"top_k", 5}}));
  CHECK(one.body.at("top_p") == 0.9);
  CHECK(one.body.at("top_k") == 5);
  CHECK(one.dropped.empty());
}

TEST_CASE("the newest models refuse sampling parameters",
          "[anthropic][encode]") {
  const auto [model, trait, takes] =
      GENERATE(table<std::string, std::optional<bool>, bool>({
          {"claude-sonnet-4-5", {}, true},
          {"claude-opus-4-6", {}, true},
          {"claude-opus-4-7", {}, false},
          {"claude-sonnet-5", {}, false},
          {"claude-opus-5-20260901", {}, false},
          {"someone-elses-model", {}, true},
          {"someone-elses-model", false, false},
          {"claude-sonnet-5", true, true},
      }));
  CAPTURE(model);
  auto t = to(model);
  t.traits.sampling = trait;
  const auto made = encode(hello_with({{"temperature", 0.5}, {"top_k", 3}}), t);
  CHECK(made.body.contains("temperature") == takes);
  CHECK(made.dropped == (takes ? names{} : names{"temperature", "top_k"}));
}

TEST_CASE("a Claude's version is read from its name", "[anthropic][encode]") {
  const auto [name, version] =
      GENERATE(table<std::string, std::optional<claude_version>>({
          {"claude-sonnet-4-5-20250929", claude_version{4, 5}},
          {"claude-sonnet-4-20250514", claude_version{4, 0}},
          {"claude-3-7-sonnet-latest", claude_version{3, 7}},
          {"claude-3-haiku-20240307", claude_version{3, 0}},
          {"claude-opus-5", claude_version{5, 0}},
          {"anthropic/claude-opus-4.6", claude_version{4, 6}},
          {"eu.anthropic.claude-haiku-4-5-20251001-v1:0", claude_version{4, 5}},
          {"claude-latest", std::nullopt},
          {"gpt-4-5", std::nullopt},
      }));
  CAPTURE(name);
  CHECK(version_in(name) == version);
}

TEST_CASE("tuning knobs without a place are reported by their OpenAI names",
          "[anthropic][encode]") {
  const auto made = encode(hello_with({{"seed", 1},
                                       {"logprobs", true},
                                       {"top_logprobs", 3},
                                       {"presence_penalty", 0.1},
                                       {"frequency_penalty", 0.1},
                                       {"logit_bias", {{"1", 2}}},
                                       {"verbosity", "low"},
                                       {"prediction", json::object()}}));
  CHECK(made.dropped
        == names{"seed", "logprobs", "top_logprobs", "presence_penalty",
                 "frequency_penalty", "logit_bias", "verbosity", "prediction"});
  CHECK(made.body.size() == 3);
}

TEST_CASE("bookkeeping and defaults are left out without a word",
          "[anthropic][encode]") {
  const auto made = encode(hello_with({{"store", true},
                                       {"metadata", {{"a", "b"}}},
                                       {"prompt_cache_key", "k"},
                                       {"logprobs", false},
                                       {"presence_penalty", 0},
                                       {"n", 1},
                                       {"seed", nullptr},
                                       {"stream_options", nullptr}}));
  CHECK(made.dropped.empty());
  CHECK(made.body.size() == 3);
}

TEST_CASE("members of Anthropic's own pass as they are",
          "[anthropic][encode]") {
  const json servers = {{{"type", "url"}, {"url", "https://a"}}};
  const auto made = encode(hello_with({{"mcp_servers", servers}}));
  CHECK(made.body.at("mcp_servers") == servers);
  CHECK(made.dropped.empty());
}

TEST_CASE("n > 1 is never dropped silently", "[anthropic][encode]") {
  const auto found = refusal_of(hello_with({{"n", 2}}));
  CHECK(found.what == unsupported);
  CHECK_THAT(found.detail, Catch::Contains("'n'"));
}

TEST_CASE("stop, user and service tier have places of their own",
          "[anthropic][encode]") {
  const auto made = encode(hello_with({{"stop", {"a", "\n"}},
                                       {"user", "u"},
                                       {"safety_identifier", "s"},
                                       {"service_tier", "default"}}));
  CHECK(made.body.at("stop_sequences") == json::array({"a"}));
  CHECK(made.body.at("metadata") == json{{"user_id", "s"}});
  CHECK(made.body.at("service_tier") == "standard_only");
  CHECK(made.dropped == names{"stop"});
  CHECK(encode(hello_with({{"service_tier", "auto"}})).body.at("service_tier")
        == "auto");
  CHECK(encode(hello_with({{"service_tier", "flex"}})).dropped
        == names{"service_tier"});
}

TEST_CASE("a tool without parameters has an empty schema of its own",
          "[anthropic][encode]") {
  const auto made =
      encode(hello_with({{"tools", json::array({tool_named("f")})}}));
  CHECK(made.body.at("tools")
        == json::array(
            {{{"name", "f"},
              {"input_schema",
               {{"type", "object"}, {"properties", json::object()}}}}}));
  CHECK_FALSE(made.body.contains("tool_choice"));
}

TEST_CASE("a schema keeps everything and gets the type that is required",
          "[anthropic][encode]") {
  auto tool = tool_named("f");
  tool["function"]["parameters"] = {{"$defs", {{"z", true}}},
                                    {"properties", {{"b", 1}, {"a", 2}}}};
  tool["cache_control"] = {{"type", "ephemeral"}};
  const auto made = encode(hello_with({{"tools", json::array({tool})}}));
  const auto& sent = made.body.at("tools").at(0);
  CHECK(
      sent.at("input_schema").dump()
      == R"({"$defs":{"z":true},"properties":{"b":1,"a":2},"type":"object"})");
  CHECK(sent.at("cache_control") == json{{"type", "ephemeral"}});
}

TEST_CASE("tool choices are mapped, parallel calls forbidden with them",
          "[anthropic][encode]") {
  const auto [asked, parallel, expected] =
      GENERATE(table<std::string, std::string, std::string>({
          {"null", "null", "null"},
          {R"("none")", "null", R"({"type":"none"})"},
          {R"("auto")", "true", R"({"type":"auto"})"},
          {R"("required")", "null", R"({"type":"any"})"},
          {R"({"type":"function","function":{"name":"f"}})", "null",
           R"({"type":"tool","name":"f"})"},
          {"null", "false",
           R"({"type":"auto","disable_parallel_tool_use":true})"},
          {R"("required")", "false",
           R"({"type":"any","disable_parallel_tool_use":true})"},
          {R"({"type":"function","function":{"name":"f"}})", "false",
           R"({"type":"tool","name":"f","disable_parallel_tool_use":true})"},
          {R"("none")", "false", R"({"type":"none"})"},
      }));
  CAPTURE(asked, parallel);
  const auto made =
      encode(hello_with({{"tools", json::array({tool_named("f")})},
                         {"tool_choice", json::parse(asked)},
                         {"parallel_tool_calls", json::parse(parallel)}}));
  CHECK(made.body.value("tool_choice", json(nullptr)).dump() == expected);
}

TEST_CASE("a choice without tools is not sent", "[anthropic][encode]") {
  const auto made = encode(
      hello_with({{"tool_choice", "auto"}, {"parallel_tool_calls", false}}));
  CHECK_FALSE(made.body.contains("tool_choice"));
}

TEST_CASE("calls in the history need tools, which may not be called again",
          "[anthropic][encode]") {
  const auto made =
      encode(request_of({message("user", "u"), calling({call("a", "f")}),
                         result("a"), message("user", "v")}));
  CHECK(made.body.at("tools").at(0).at("name") == "f");
  CHECK(made.body.at("tool_choice") == json{{"type", "none"}});
}

TEST_CASE("Claude 4.6 and later refuse prefill, so it is not sent",
          "[anthropic][encode]") {
  const auto begun =
      request_of({message("user", "u"), message("assistant", "a"),
                  message("system", "s")});
  for (const auto* model : {"claude-opus-4-6", "claude-sonnet-5"}) {
    CAPTURE(model);
    const auto refused = refusal_of(begun, to(model));
    CHECK(refused.what == unsupported);
    CHECK_THAT(refused.detail, Catch::Contains("messages"));
    encode(request_of({message("user", "u"), message("assistant", " ")}),
           to(model));
  }
  for (const auto* model : {"claude-opus-4-5", "someone-elses-model"})
    CHECK(encode(begun, to(model)).body.at("messages").size() == 2);
}

TEST_CASE("models without structured output refuse a schema here already",
          "[anthropic][encode]") {
  const json format = {
      {"response_format",
       {{"type", "json_schema"},
        {"json_schema", {{"name", "n"}, {"schema", {{"type", "object"}}}}}}}};
  CHECK(refusal_of(hello_with(format), to("claude-3-7-sonnet-latest")).what
        == unsupported);
  const auto made = encode(hello_with(format));
  CHECK(made.body.at("output_config").at("format").at("schema")
        == json{{"type", "object"}});
}

TEST_CASE("the headers name the version and carry the key once",
          "[anthropic][encode]") {
  using header = std::pair<std::string, std::string>;
  const auto codec = make_anthropic_codec();
  const auto with_key = codec->headers("k");
  CHECK(with_key.front() == header("x-api-key", "k"));
  CHECK(with_key.at(1) == header("anthropic-version", "2023-06-01"));
  CHECK(codec->headers("").size() + 1 == with_key.size());
  CHECK(codec->path(to(sonnet), true) == "/messages");
  CHECK(encode(hello_with({}), to(sonnet), true).body.at("stream") == true);
  CHECK_FALSE(encode(hello_with({})).body.contains("stream"));
}
