#include "providers/openai/codec.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace bellwether::providers;
using nlohmann::json;

namespace {

const target to_gpt{"gpt-4.1", 100, {}};

std::string encode(std::string_view body, bool stream = false,
                   const target& to = to_gpt) {
  return std::get<encoded>(make_openai_codec()->encode(body, to, stream)).body;
}

} // namespace

TEST_CASE("only the model changes in a plain request", "[providers][encode]") {
  CHECK(
      encode("{ \"temperature\" : 1.0e0,\n\"model\":\"auto\", \"x\":[1 , 2] }")
      == "{ \"temperature\" : 1.0e0,\n\"model\":\"gpt-4.1\", \"x\":[1 , 2] }");
}

TEST_CASE("a model's name is escaped", "[providers][encode]") {
  const auto out = encode(R"({"model":"m"})", false, {"a\"b\\c\n", 0, {}});
  CHECK(json::parse(out).at("model") == "a\"b\\c\n");
}

TEST_CASE("no second model gets past the rewrite", "[providers][encode]") {
  const auto out = encode(R"({"model":"a","\u006dodel":"b","mode\u006C":"c"})");
  CHECK(out
        == R"({"model":"gpt-4.1","\u006dodel":"gpt-4.1",)"
           R"("mode\u006C":"gpt-4.1"})");
}

TEST_CASE("limits are cut to what the model can write", "[providers][encode]") {
  const auto [before, after] = GENERATE(table<std::string, std::string>({
      {R"("max_tokens":101)", R"("max_tokens":100)"},
      {R"("max_tokens":100)", R"("max_tokens":100)"},
      {R"("max_tokens":null)", R"("max_tokens":null)"},
      {R"("max_completion_tokens":500)", R"("max_completion_tokens":100)"},
      {R"("max_tokens":18446744073709551615)", R"("max_tokens":100)"},
      {R"("max_tokens":7,"max_completion_tokens":500)",
       R"("max_tokens":7,"max_completion_tokens":100)"},
  }));
  CHECK(encode(R"({"model":"m",)" + before + "}")
        == R"({"model":"gpt-4.1",)" + after + "}");
}

TEST_CASE("a limit stays if the model's is not known", "[providers][encode]") {
  CHECK(encode(R"({"model":"m","max_tokens":999})", false, {"u", 0, {}})
        == R"({"model":"u","max_tokens":999})");
}

TEST_CASE("a stream always asks for usage", "[providers][encode]") {
  const auto [before, after] = GENERATE(table<std::string, std::string>({
      {R"({"model":"m","stream":true})", R"({"include_usage":true})"},
      {R"({"model":"m","stream_options":null})", R"({"include_usage":true})"},
      {R"({"model":"m","stream_options":{}})", R"({"include_usage":true})"},
      {R"({"model":"m","stream_options":{"include_usage":false}})",
       R"({"include_usage":true})"},
      {R"({"model":"m","stream_options":{"include_obfuscation":false}})",
       R"({"include_obfuscation":false,"include_usage":true})"},
  }));
  CAPTURE(before);
  CHECK(json::parse(encode(before, true)).at("stream_options")
        == json::parse(after));
}

TEST_CASE("a request that is no stream keeps its stream options",
          "[providers][encode]") {
  CHECK(encode(R"({"model":"m","stream_options":null})")
        == R"({"model":"gpt-4.1","stream_options":null})");
}

TEST_CASE("the key goes into one header, and none without a key",
          "[providers][encode]") {
  using header = std::pair<std::string, std::string>;
  const auto codec = make_openai_codec();
  const auto with_key = codec->headers("k");
  const auto without = codec->headers("");
  CHECK(with_key.front() == header("Authorization", "Bearer k"));
  CHECK(without.size() + 1 == with_key.size());
  for (const auto& [name, value] : without)
    CHECK(name != "Authorization");
  CHECK(without.back().second.rfind("bellwether/", 0) == 0);
  CHECK(codec->path(to_gpt, true) == "/chat/completions");
}
