#include "providers/gemini/exchange.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::providers;
using namespace bellwether::providers::test;
using nlohmann::json;
using enum domain::failure_class;

namespace {

const std::string tools =
    R"(,"tools":[{"type":"function","function":{"name":"f"}}])";
const std::string schema =
    R"(,"response_format":{"type":"json_schema","json_schema":{"name":"s",)"
    R"("schema":{"type":"object"}}})";
const std::string object = R"(,"response_format":{"type":"json_object"})";

json config(std::string_view more, const char* model = "gemini-2.5-flash") {
  return encode(asking(more), model).value("generationConfig", json::object());
}

std::vector<std::string> dropped(std::string_view more,
                                 domain::model_traits traits = {}) {
  const auto out = try_encode(asking(more), "gemini-2.5-flash", traits);
  return std::get<encoded>(out).dropped;
}

} // namespace

TEST_CASE("the path names model and method", "[gemini][encode]") {
  const auto codec = make_gemini_codec();
  CHECK(codec->path({"gemini-2.5-pro", 0, {}}, false)
        == "/models/gemini-2.5-pro:generateContent");
  CHECK(codec->path({"models/gemini-2.5-pro", 0, {}}, false)
        == "/models/gemini-2.5-pro:generateContent");
}

TEST_CASE("a stream asks for server-sent events, not for a JSON array",
          "[gemini][encode]") {
  CHECK(make_gemini_codec()->path({"gemini-2.5-pro", 0, {}}, true)
        == "/models/gemini-2.5-pro:streamGenerateContent?alt=sse");
}

TEST_CASE("odd characters of a model's name are percent-encoded",
          "[gemini][encode]") {
  CHECK(make_gemini_codec()->path({"a/b?c#d e:\xC3\xA9", 0, {}}, false)
        == "/models/a%2Fb%3Fc%23d%20e%3A%C3%A9:generateContent");
}

TEST_CASE("the key is a header and never in the address", "[gemini][encode]") {
  using header = std::pair<std::string, std::string>;
  const auto codec = make_gemini_codec();
  const auto with_key = codec->headers("secret");
  CHECK(with_key.front() == header("x-goog-api-key", "secret"));
  CHECK(codec->headers("").size() + 1 == with_key.size());
  CHECK(codec->path({"m", 0, {}}, true).find("key") == std::string::npos);
}

TEST_CASE("the limit is cut to what the model can write", "[gemini][encode]") {
  const auto codec = make_gemini_codec();
  const auto limit = [&](std::string_view more, std::int64_t most) {
    const auto out = codec->encode(asking(more), {"gemini-x", most, {}}, false);
    return json::parse(std::get<encoded>(out).body)
        .value("/generationConfig/maxOutputTokens"_json_pointer, 0);
  };
  CHECK(limit(R"(,"max_tokens":500)", 100) == 100);
  CHECK(limit(R"(,"max_tokens":50)", 100) == 50);
  CHECK(limit(R"(,"max_tokens":500)", 0) == 500);
  CHECK(limit(R"(,"max_tokens":5,"max_completion_tokens":6)", 100) == 6);
  CHECK(limit("", 100) == 0);
}

TEST_CASE("a temperature of 2 stays 2", "[gemini][encode]") {
  CHECK(config(R"(,"temperature":2,"top_k":40)")
        == json::parse(R"({"temperature":2.0,"topK":40})"));
}

TEST_CASE("a model without sampling gets none, and that is reported",
          "[gemini][encode]") {
  domain::model_traits traits;
  traits.sampling = false;
  const auto more = R"(,"temperature":1,"top_p":0.5)";
  CHECK(dropped(more, traits)
        == std::vector<std::string>{"temperature", "top_p"});
  CHECK_FALSE(encode(asking(more), "gemini-3-pro", traits)
                  .contains("generationConfig"));
}

TEST_CASE("Google's five stop sequences are the most", "[gemini][encode]") {
  CHECK(config(R"(,"stop":["a","b","c","d","e",""])").at("stopSequences").size()
        == 5);
  CHECK(config(R"(,"stop":"a")").at("stopSequences") == json{"a"});
  CHECK(class_of(try_encode(asking(R"(,"stop":["a","b","c","d","e","f"])"),
                            "gemini-2.5-flash"))
        == unsupported);
}

TEST_CASE("several choices become candidates, up to eight",
          "[gemini][encode]") {
  CHECK(config(R"(,"n":8)").at("candidateCount") == 8);
  CHECK(config(R"(,"n":1)").empty());
  CHECK(class_of(try_encode(asking(R"(,"n":9)"), "gemini-2.5-flash"))
        == unsupported);
}

TEST_CASE("a seed that Google has no bits for stays the same seed",
          "[gemini][encode]") {
  const auto seed = [](const char* number) {
    return config(R"(,"seed":)" + std::string(number))
        .at("seed")
        .get<std::int64_t>();
  };
  CHECK(seed("-5") == -5);
  CHECK(seed("2147483647") == 2'147'483'647);
  CHECK(seed("9007199254740993") == seed("9007199254740993"));
  CHECK(seed("9007199254740993") >= 0);
  CHECK(seed("9007199254740993") <= 2'147'483'647);
}

TEST_CASE("penalties of zero, which some models refuse, are left out",
          "[gemini][encode]") {
  CHECK(config(R"(,"presence_penalty":0,"frequency_penalty":0.0)").empty());
  CHECK(config(R"(,"frequency_penalty":-1)").at("frequencyPenalty") == -1);
}

TEST_CASE("logprobs are asked for only if they are wanted",
          "[gemini][encode]") {
  CHECK(config(R"(,"logprobs":false)").empty());
  CHECK(config(R"(,"logprobs":true)")
        == json::parse(R"({"responseLogprobs":true})"));
}

TEST_CASE("strict and a missing schema leave no trace in a declaration",
          "[gemini][encode]") {
  const auto out = encode(asking(
      R"(,"tools":[{"type":"function","function":{"name":"f","strict":true}}])"));
  CHECK(out.at("tools")
        == json::parse(R"([{"functionDeclarations":[{"name":"f"}]}])"));
}

TEST_CASE("tool choices have their modes", "[gemini][encode]") {
  const auto [choice, mode] = GENERATE(table<std::string, std::string>({
      {R"("none")", R"({"mode":"NONE"})"},
      {R"("auto")", R"({"mode":"AUTO"})"},
      {R"("required")", R"({"mode":"ANY"})"},
      {R"({"type":"function","function":{"name":"f"}})",
       R"({"mode":"ANY","allowedFunctionNames":["f"]})"},
  }));
  const auto out = encode(asking(tools + R"(,"tool_choice":)" + choice));
  CHECK(out.at("toolConfig").at("functionCallingConfig") == json::parse(mode));
  CHECK_FALSE(encode(asking(tools)).contains("toolConfig"));
}

TEST_CASE("2.x models take no schema together with tools", "[gemini][encode]") {
  for (const auto* model : {"gemini-2.5-flash", "gemini-2.0-flash"})
    CHECK(class_of(try_encode(asking(tools + schema), model)) == unsupported);
  const auto newer = encode(asking(tools + schema), "gemini-3-pro-preview");
  CHECK(newer.at("generationConfig").contains("responseJsonSchema"));
  CHECK(newer.contains("tools"));
}

TEST_CASE("2.x models are told in words to write JSON beside tools",
          "[gemini][encode]") {
  const auto out = encode(asking(tools + object));
  CHECK_FALSE(out.contains("generationConfig"));
  CHECK(out.at("systemInstruction").dump().find("JSON") != std::string::npos);
  CHECK(encode(asking(object)).at("generationConfig").at("responseMimeType")
        == "application/json");
}

TEST_CASE("tools that may not be called make room for a schema",
          "[gemini][encode]") {
  const auto out = encode(asking(tools + schema + R"(,"tool_choice":"none")"));
  CHECK_FALSE(out.contains("tools"));
  CHECK_FALSE(out.contains("toolConfig"));
  CHECK(out.at("generationConfig").contains("responseJsonSchema"));
}

TEST_CASE("one call at a time cannot be asked for, and that is reported",
          "[gemini][encode]") {
  CHECK(dropped(tools + R"(,"parallel_tool_calls":false)")
        == std::vector<std::string>{"parallel_tool_calls"});
  CHECK(dropped(tools + R"(,"parallel_tool_calls":true)").empty());
}

TEST_CASE("names and bookkeeping leave without a word", "[gemini][encode]") {
  CHECK(dropped(R"(,"user":"u","safety_identifier":"s","store":true,)"
                R"("metadata":{"a":"b"},"service_tier":"flex",)"
                R"("prompt_cache_key":"k","prompt_cache_retention":"24h",)"
                R"("stream_options":{"include_usage":true})")
            .empty());
  CHECK(encode(asking(R"(,"user":"u")")).size() == 1);
}

TEST_CASE("Google's own options come from where callers put them",
          "[gemini][encode]") {
  const std::string option = R"({"cached_content":"c"})";
  const std::string more = GENERATE_COPY(
      as<std::string>{}, R"(,"cached_content":"c")", R"(,"google":)" + option,
      R"(,"extra_body":{"google":)" + option + "}");
  CHECK(encode(asking(more)).at("cachedContent") == "c");
  CHECK_FALSE(
      encode(asking(R"(,"cached_content":7)")).contains("cachedContent"));
}
