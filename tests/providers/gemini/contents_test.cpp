#include "providers/gemini/exchange.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::providers;
using namespace bellwether::providers::test;
using nlohmann::json;
using enum domain::failure_class;

namespace {

std::string talking(std::string_view messages) {
  return R"({"model":"m","messages":[)" + std::string(messages) + "]}";
}

json contents(std::string_view messages,
              const char* model = "gemini-2.5-flash") {
  return encode(talking(messages), model).at("contents");
}

std::string with_part(std::string_view part) {
  return talking(R"({"role":"user","content":[)" + std::string(part) + "]}");
}

const std::string call =
    R"({"role":"assistant","tool_calls":[{"id":"c1","type":"function",)"
    R"("function":{"name":"f","arguments":"{}"}}]})";

json response_to(std::string_view content, std::string_view more = "") {
  const auto out =
      contents(R"({"role":"user","content":"a"},)" + call
               + R"(,{"role":"tool","tool_call_id":"c1","content":)"
               + std::string(content) + std::string(more) + "}");
  return out.at(2).at("parts").at(0).at("functionResponse").at("response");
}

} // namespace

TEST_CASE("all system and developer messages are joined, not the first only",
          "[gemini][encode]") {
  const auto out = encode(talking(R"({"role":"system","content":"a"},
      {"role":"user","content":"b"},{"role":"developer","content":"c"},
      {"role":"system","content":""},{"role":"system","content":"d"})"));
  CHECK(out.at("systemInstruction")
        == json::parse(R"({"parts":[{"text":"a\n\nc\n\nd"}]})"));
  CHECK(out.at("contents").size() == 1);
}

TEST_CASE("neighbours of one role are merged", "[gemini][encode]") {
  const auto out = contents(R"({"role":"user","content":"a"},
      {"role":"user","content":"b"},{"role":"assistant","content":"c"},
      {"role":"assistant","content":"d"},{"role":"user","content":"e"})");
  REQUIRE(out.size() == 3);
  CHECK(out.at(0).at("parts").size() == 2);
  CHECK(out.at(1).at("role") == "model");
  CHECK(out.at(1).at("parts").size() == 2);
}

TEST_CASE("empty texts, which Google refuses, are left out",
          "[gemini][encode]") {
  const auto out = contents(R"({"role":"user","content":"a"},
      {"role":"assistant","content":""},{"role":"user","content":"b"})");
  REQUIRE(out.size() == 1);
  CHECK(out.at(0).at("parts").size() == 2);
}

TEST_CASE("there is always a user's turn to answer", "[gemini][encode]") {
  const auto alone = encode(talking(R"({"role":"system","content":"Hi"})"));
  CHECK(alone.at("contents")
        == json::parse(R"([{"role":"user","parts":[{"text":"Hi"}]}])"));
  CHECK_FALSE(alone.contains("systemInstruction"));
  const auto opened = contents(call
                               + R"(,{"role":"tool","tool_call_id":"c1",)"
                                 R"("content":"x"})");
  REQUIRE(opened.size() == 3);
  CHECK(opened.at(0).at("role") == "user");
}

TEST_CASE("a tool result that is no object is wrapped", "[gemini][encode]") {
  const auto [content, expected] = GENERATE(table<std::string, std::string>({
      {R"("plain")", R"({"result":"plain"})"},
      {R"("{\"a\":1}")", R"({"a":1})"},
      {R"("[1,2]")", R"({"result":[1,2]})"},
      {R"("42")", R"({"result":"42"})"},
      {R"("null")", R"({"result":"null"})"},
      {R"("{broken")", R"({"result":"{broken"})"},
      {R"("")", R"({"result":""})"},
      {R"([{"type":"text","text":"a"},{"type":"text","text":"b"}])",
       R"({"result":"a\nb"})"},
  }));
  CHECK(response_to(content) == json::parse(expected));
}

TEST_CASE("a tool's failure is an error to the model too", "[gemini][encode]") {
  CHECK(response_to(R"("gone")", R"(,"is_error":true)")
        == json::parse(R"({"error":"gone"})"));
  CHECK(response_to(R"("{\"code\":5}")", R"(,"is_error":true)")
        == json::parse(R"({"error":{"code":5}})"));
}

TEST_CASE("a result's name is recovered from its call", "[gemini][encode]") {
  const auto out =
      contents(R"({"role":"user","content":"a"},)" + call
               + R"(,{"role":"tool","tool_call_id":"c1","content":"x"})");
  const auto& result = out.at(2).at("parts").at(0).at("functionResponse");
  CHECK(result.at("name") == "f");
  CHECK(result.at("id") == "c1");
}

TEST_CASE("a result that is nested too deep to be read stays text",
          "[gemini][encode]") {
  const std::string deep(5'000, '[');
  const auto text = deep + std::string(5'000, ']');
  CHECK(response_to(json(text).dump()) == json{{"result", text}});
}

TEST_CASE("pictures in a result stand behind it", "[gemini][encode]") {
  const auto out = contents(R"({"role":"user","content":"a"},)" + call
                            + R"(,{"role":"tool","tool_call_id":"c1","content":[
           {"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD"}},
           {"type":"text","text":"t"}]})");
  const auto& parts = out.at(2).at("parts");
  REQUIRE(parts.size() == 2);
  CHECK(parts.at(0).at("functionResponse").at("response").at("result") == "t");
  CHECK(parts.at(1).at("inlineData").at("data") == "QUJD");
}

TEST_CASE("Gemini 3 gets the documented signature on foreign calls",
          "[gemini][encode]") {
  const auto messages = R"({"role":"user","content":"a"},)" + call;
  const auto part = [&](const char* model) {
    return contents(messages, model).at(1).at("parts").at(0);
  };
  for (const auto* model : {"gemini-3-pro-preview", "gemini-3.1-flash-lite",
                            "gemini-4-pro", "gemini-flash-latest"})
    CHECK(part(model).at("thoughtSignature")
          == "skip_thought_signature_validator");
  for (const auto* model : {"gemini-2.5-pro", "gemini-2.0-flash", "other"})
    CHECK_FALSE(part(model).contains("thoughtSignature"));
}

TEST_CASE("a real signature goes back beside its call", "[gemini][encode]") {
  const auto out = contents(
      R"({"role":"user","content":"a"},{"role":"assistant","tool_calls":[
      {"id":"c1","type":"function","function":{"name":"f","arguments":"{}"},
       "extra_content":{"google":{"thought_signature":"c2ln"}}},
      {"id":"c2","type":"function","function":{"name":"f","arguments":"{}"}}]})",
      "gemini-3-pro-preview");
  const auto& parts = out.at(1).at("parts");
  CHECK(parts.at(0).at("thoughtSignature") == "c2ln");
  CHECK_FALSE(parts.at(1).contains("thoughtSignature"));
}

TEST_CASE("an image anywhere else than with Google cannot be fetched",
          "[gemini][encode]") {
  const std::string url = GENERATE("https://example.com/a.png",
                                   "http://generativelanguage.googleapis.com/a",
                                   "https://youtube.com.evil.example/a");
  const auto body =
      with_part(R"({"type":"image_url","image_url":{"url":")" + url + R"("}})");
  CHECK(class_of(try_encode(body, "gemini-2.5-flash")) == unsupported);
}

TEST_CASE("a document anywhere else cannot be fetched either",
          "[gemini][encode]") {
  const auto body = with_part(
      R"({"type":"file","file":{"file_url":"https://example.com/a.pdf"}})");
  CHECK(class_of(try_encode(body, "gemini-2.5-flash")) == unsupported);
}

TEST_CASE("the caller's mistakes stay the caller's", "[gemini][encode]") {
  CHECK(class_of(try_encode(talking(R"({"role":"tool","content":"x"})"),
                            "gemini-2.5-flash"))
        == bad_request);
}
