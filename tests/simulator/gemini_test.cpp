#include "simulator/running_simulator.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::simulator::test;
using nlohmann::json;

namespace {

json content(const char* role, const json& parts) {
  return {{"role", role}, {"parts", listed(parts)}};
}

json asking(const json& contents, const json& more = json::object()) {
  json body{{"contents", listed(contents)}};
  body.update(more);
  return body;
}

json hello(const json& more = json::object()) {
  return asking({content("user", {{{"text", "hello"}}})}, more);
}

json call(const json& more = json::object()) {
  json part{{"functionCall", {{"name", "add"}, {"args", json::object()}}}};
  part.update(more);
  return part;
}

json response(const char* name = "add") {
  return {
      {"functionResponse", {{"name", name}, {"response", {{"result", "1"}}}}}};
}

json tools() {
  return {{"tools", {{{"functionDeclarations", {{{"name", "add"}}}}}}}};
}

void check_refused(const answer& a, const std::string& part) {
  INFO(a.body);
  REQUIRE(a.status == 400);
  const auto error = a.json()["error"];
  CHECK(error["code"] == 400);
  CHECK(error["status"] == "INVALID_ARGUMENT");
  CHECK(error["message"].get<std::string>().find(part) != std::string::npos);
}

} // namespace

TEST_CASE("a response has Gemini's shape and a usage that adds up",
          "[simulator][gemini]") {
  const running_simulator sim;
  sim.behave({{"tokens", 6}}, "google");
  const auto a = sim.gemini("generateContent", hello());
  REQUIRE(a.status == 200);
  const auto body = a.json();
  const auto& candidate = body["candidates"][0];
  CHECK(candidate["finishReason"] == "STOP");
  CHECK(candidate["content"]["role"] == "model");
  CHECK(candidate["content"]["parts"][0]["text"]
        == "Simulated answer of google with gemini-2.5-flash");
  const auto& usage = body["usageMetadata"];
  CHECK(usage["promptTokenCount"] == 2);
  CHECK(usage["candidatesTokenCount"] == 6);
  CHECK(usage["thoughtsTokenCount"] == 8);
  CHECK(usage["totalTokenCount"] == 16);
}

TEST_CASE("a stream has full fragments, CRLF and the usage on every event",
          "[simulator][gemini]") {
  const running_simulator sim;
  sim.behave({{"tokens", 3}}, "google");
  const json shown{
      {"generationConfig", {{"thinkingConfig", {{"includeThoughts", true}}}}}};
  const auto a = sim.gemini("streamGenerateContent?alt=sse", hello(shown));
  CHECK(a.has_header("content-type: text/event-stream"));
  CHECK(a.body.find("}\r\n\r\ndata: {") != std::string::npos);
  const auto events = events_of(a.body);
  REQUIRE(events.size() == 8 + 3 + 1);
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto event = json::parse(events[i]);
    const auto& candidate = event["candidates"][0];
    CHECK(candidate["content"]["parts"][0].value("thought", false) == (i < 8));
    CHECK(candidate.contains("finishReason") == (i == 11));
    CHECK(event["usageMetadata"].value("candidatesTokenCount", 0U)
          == (i < 8 ? 0 : std::min<std::size_t>(i - 7, 3)));
  }
  CHECK(a.body.find("[DONE]") == std::string::npos);
}

TEST_CASE("without alt=sse a stream is a JSON array", "[simulator][gemini]") {
  const running_simulator sim;
  sim.behave({{"tokens", 3}}, "google");
  const auto a = sim.gemini("streamGenerateContent", hello());
  CHECK(a.has_header("content-type: application/json; charset=UTF-8"));
  CHECK(a.head().find("transfer-encoding: chunked") != std::string::npos);
  CHECK(a.json().size() == 4);
  sim.behave({{"fault", {{"kind", "error_in_stream"}, {"after", 0}}}},
             "google");
  const auto broken = sim.gemini("streamGenerateContent", hello()).json();
  CHECK(broken[0]["error"]["status"] == "UNAVAILABLE");
}

TEST_CASE("a key is asked for in Google's header and refused with a 400",
          "[simulator][gemini]") {
  const running_simulator sim;
  sim.behave({{"required_key", "AIza-right-1234"}}, "google");
  const auto wrong = sim.gemini("generateContent", hello());
  check_refused(wrong, "API key not valid");
  CHECK(wrong.json()["error"]["details"][0]["reason"] == "API_KEY_INVALID");
  CHECK(sim.post("/v1beta/models/m:generateContent", hello(), "google",
                 "x-goog-api-key: AIza-right-1234\r\n")
            .status
        == 200);
}

TEST_CASE("function responses answer the calls of the turn before",
          "[simulator][gemini]") {
  const running_simulator sim;
  const auto user = content("user", {{{"text", "hello"}}});
  const auto ask = [&](const std::vector<json>& rest) {
    auto contents = json::array({user});
    for (const auto& turn : rest) {
      contents.push_back(turn);
    }
    return sim.gemini("generateContent", asking(contents, tools()));
  };
  const auto calls = content("model", {call(), call()});
  const auto one = content("user", {response()});
  CHECK(ask({calls, content("user", {response(), response()})}).status == 200);
  check_refused(ask({calls, one}), "number of function response parts");
  check_refused(ask({calls, one, one}), "number of function response parts");
  check_refused(ask({one}), "number of function response parts");
  check_refused(ask({calls}), "number of function response parts");
  check_refused(
      ask({content("model", {call()}), content("user", {response("sub")})}),
      "has the name of no function call");
  check_refused(ask({content("model", {{{"text", "x"}}}),
                     content("model", {call()}), one}),
                "immediately after a user turn");
}

TEST_CASE("Gemini 3 rejects tool turns without their thought signature",
          "[simulator][gemini]") {
  const running_simulator sim;
  const auto asked =
      asking({content("user", {{{"text", "call the tool"}}})}, tools());
  const auto made = sim.gemini("generateContent", asked, "gemini-3-pro")
                        .json()["candidates"][0]["content"]["parts"][0];
  REQUIRE(made.contains("thoughtSignature"));
  const auto again = [&](const json& part) {
    auto next = asked;
    next["contents"].push_back(content("model", {part}));
    next["contents"].push_back(content("user", {response()}));
    return sim.gemini("generateContent", next, "gemini-3-pro");
  };
  CHECK(again(made).status == 200);
  CHECK(again(call({{"thoughtSignature", "skip_thought_signature_validator"}}))
            .status
        == 200);
  check_refused(again(call()), "missing a thought_signature");
  check_refused(again(call({{"thoughtSignature", "forged"}})), "not valid");
}

TEST_CASE("requests that Gemini refuses", "[simulator][gemini]") {
  struct refused {
    const char* more;
    const char* part;
  };
  const auto r = GENERATE(values<refused>({
      {R"({"contents": []})", "contents is not specified"},
      {R"({"contents": [{"role": "assistant", "parts": [{"text": "x"}]}]})",
       "Please use a valid role: user, model."},
      {R"({"contents": [{"role": "user", "parts": []}]})", "must not be empty"},
      {R"({"contents": [{"role": "user", "parts": [{"fileData":
          {"fileUri": "https://example.com/a.png"}}]}]})",
       "Cannot fetch content"},
      {R"({"messages": []})", "Unknown name \"messages\": Cannot find field"},
      {R"({"generationConfig": {"stop": "x"}})",
       "Unknown name \"stop\" at 'generation_config'"},
      {R"({"generationConfig": {"stopSequences": ["1","2","3","4","5","6"]}})",
       "stop sequences"},
      {R"({"generationConfig": {"temperature": 2.5}})", "temperature"},
      {R"({"generationConfig": {"thinkingConfig":
          {"thinkingBudget": 1, "thinkingLevel": "LOW"}}})",
       "only one of thinking budget and thinking level"},
      {R"({"generationConfig": {"thinkingConfig": {"thinkingLevel": "LOW"}}})",
       "Thinking level is not supported"},
      {R"({"generationConfig": {"thinkingConfig": {"thinkingBudget": 30000}}})",
       "thinking budget"},
      {R"({"generationConfig": {"responseMimeType": "application/json"},
          "tools": [{"functionDeclarations": [{"name": "add"}]}]})",
       "Function calling with a response mime type"},
      {R"({"tools": [{"functionDeclarations": [{"name": "add", "parameters":
          {"type": "object", "additionalProperties": false}}]}]})",
       "Unknown name \"additionalProperties\""},
      {R"({"tools": [{"functionDeclarations": [{"name": "add",
          "strict": true}]}]})",
       "Unknown name \"strict\""},
      {R"({"toolConfig": {"functionCallingConfig": {"mode": "auto"}}})",
       "tool_config"},
  }));
  const running_simulator sim;
  check_refused(sim.gemini("generateContent", hello(json::parse(r.more))),
                r.part);
}

TEST_CASE("snake case is understood as well", "[simulator][gemini]") {
  const running_simulator sim;
  const json more{{"system_instruction", {{"parts", {{{"text", "be brief"}}}}}},
                  {"generation_config",
                   {{"max_output_tokens", 10},
                    {"thinking_config", {{"thinking_budget", 0}}}}}};
  const auto body = sim.gemini("generateContent", hello(more)).json();
  CHECK(body["candidates"][0]["finishReason"] == "MAX_TOKENS");
  CHECK(body["usageMetadata"]["candidatesTokenCount"] == 10);
  CHECK_FALSE(body["usageMetadata"].contains("thoughtsTokenCount"));
}

TEST_CASE("thinking can spend all tokens and leave no parts",
          "[simulator][gemini]") {
  const running_simulator sim;
  const json more{{"generationConfig", {{"maxOutputTokens", 5}}}};
  const auto body = sim.gemini("generateContent", hello(more)).json();
  CHECK(body["candidates"][0]["finishReason"] == "MAX_TOKENS");
  CHECK(body["usageMetadata"]["thoughtsTokenCount"] == 5);
}

TEST_CASE("embeddings depend on model and text, not on the format",
          "[simulator][embeddings]") {
  const running_simulator sim;
  const json gemini_one{{"content", {{"parts", {{{"text", "a"}}}}}},
                        {"outputDimensionality", 4}};
  const auto values =
      sim.gemini("embedContent", gemini_one, "e").json()["embedding"]["values"];
  REQUIRE(values.size() == 4);
  json batched = gemini_one;
  batched["model"] = "models/e";
  const auto batch =
      sim.gemini("batchEmbedContents", {{"requests", {batched, batched}}}, "e")
          .json()["embeddings"];
  REQUIRE(batch.size() == 2);
  CHECK(batch[1]["values"] == values);
  json asked{{"model", "e"}, {"input", {"b", "a"}}, {"dimensions", 4}};
  const auto data = sim.post("/v1/embeddings", asked, "openai").json()["data"];
  CHECK(data[1]["embedding"] == values);
  asked["encoding_format"] = "base64";
  const auto coded = sim.post("/embeddings", asked, "openai").json()["data"];
  CHECK(coded[1]["embedding"].get<std::string>().size() == 24);
  sim.behave({{"quirks", {"float_embeddings_always"}}});
  const auto floats = sim.post("/embeddings", asked, "openai").json()["data"];
  CHECK(floats[1]["embedding"] == values);
}

TEST_CASE("each format lists models in its own way", "[simulator][models]") {
  const running_simulator sim;
  const auto list = [&](const std::string& path, const char* headers = "") {
    wire w{sim.port()};
    w.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
    return w.read().json();
  };
  CHECK(list("/v1/models")["data"][0]["object"] == "model");
  CHECK(list("/v1beta/openai/models")["data"][0]["object"] == "model");
  CHECK(list("/v1beta/models")["models"][0]["name"] == "models/openai-large");
  CHECK(
      list("/v1/models", "anthropic-version: 2023-06-01\r\n")["data"][0]["type"]
      == "model");
  CHECK(list("/v1beta/nothing")["error"]["status"] == "NOT_FOUND");
}
