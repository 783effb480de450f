#include "simulator/running_simulator.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::simulator::test;
using nlohmann::json;

namespace {

std::string text_of(const json& completion) {
  return completion["choices"][0]["message"]["content"].get<std::string>();
}

/// The contents of a stream's deltas, joined.
std::string streamed_text(const std::string& body) {
  std::string text;
  for (const auto& event : events_of(body)) {
    if (event == "[DONE]") {
      continue;
    }
    const auto parsed = json::parse(event);
    for (const auto& choice : parsed["choices"]) {
      text += choice["delta"].value("content", "");
    }
  }
  return text;
}

json weather_tool() {
  return json::parse(R"({"type": "function", "function": {"name": "weather",
    "parameters": {"type": "object", "required": ["city", "unit"],
      "properties": {"city": {"type": "string"},
                     "unit": {"enum": ["celsius", "kelvin"]}}}}})");
}

} // namespace

TEST_CASE("a plain answer has the OpenAI shape and a usage that adds up",
          "[simulator][answers]") {
  const running_simulator sim;
  const auto a = sim.chat(chat_body());
  REQUIRE(a.status == 200);
  const auto body = a.json();
  CHECK(body["object"] == "chat.completion");
  CHECK(body["model"] == "test-model");
  const auto& choice = body["choices"].at(0);
  CHECK(choice["finish_reason"] == "stop");
  CHECK(choice["logprobs"].is_null());
  CHECK(choice["message"]["refusal"].is_null());
  CHECK(
      text_of(body).starts_with("Simulated answer of openai with test-model"));
  const auto& usage = body["usage"];
  CHECK(usage["prompt_tokens"] == 3); // 11 characters
  CHECK(usage["total_tokens"]
        == usage["prompt_tokens"].get<int>()
               + usage["completion_tokens"].get<int>());
  CHECK(usage["prompt_tokens_details"]["cached_tokens"] == 0);
  CHECK(a.head().find("x-request-id: ") != std::string::npos);
  CHECK(a.head().find("openai-processing-ms: ") != std::string::npos);
  CHECK(a.has_header("x-ratelimit-remaining-requests: 9999"));
}

TEST_CASE("a stream keeps the order of the OpenAI protocol",
          "[simulator][answers]") {
  const running_simulator sim;
  sim.behave({{"tokens", 5}});
  const auto a = sim.chat(chat_body(
      {{"stream", true}, {"stream_options", {{"include_usage", true}}}}));
  REQUIRE(a.whole);
  CHECK(a.has_header("content-type: text/event-stream; charset=utf-8"));
  const auto events = events_of(a.body);
  REQUIRE(events.size() == 1 + 5 + 1 + 1 + 1);
  const auto opening = json::parse(events[0]);
  CHECK(opening["choices"][0]["delta"]["role"] == "assistant");
  CHECK(opening["choices"][0]["delta"]["content"].get<std::string>().empty());
  for (std::size_t i = 0; i < 7; ++i) {
    const auto event = json::parse(events[i]);
    CHECK(event["usage"].is_null());
    CHECK(event["id"] == opening["id"]);
    CHECK(event["choices"][0]["finish_reason"]
          == (i == 6 ? json("stop") : json{}));
  }
  CHECK(json::parse(events[6])["choices"][0]["delta"].empty());
  const auto usage = json::parse(events[7]);
  CHECK(usage["choices"].empty());
  CHECK(usage["usage"]["completion_tokens"] == 5);
  CHECK(events[8] == "[DONE]");
}

TEST_CASE("a stream that was not asked for its usage has none",
          "[simulator][answers]") {
  const running_simulator sim;
  const auto a = sim.chat(chat_body({{"stream", true}}));
  CHECK(a.body.find("usage") == std::string::npos);
  CHECK(events_of(a.body).back() == "[DONE]");
}

TEST_CASE("the text depends on seed, provider and messages alone",
          "[simulator][answers]") {
  const running_simulator one{7};
  const running_simulator same{7};
  const running_simulator other{8};
  const auto text = text_of(one.chat(chat_body()).json());
  CHECK(text == text_of(one.chat(chat_body()).json()));
  CHECK(text == text_of(same.chat(chat_body()).json()));
  CHECK(text == streamed_text(one.chat(chat_body({{"stream", true}})).body));
  CHECK(text != text_of(other.chat(chat_body()).json()));
  CHECK(text != text_of(one.chat(chat_body(), "google").json()));
  const json messages{{{"role", "user"}, {"content", "something else"}}};
  CHECK(text != text_of(one.chat(chat_body({{"messages", messages}})).json()));
}

TEST_CASE("the caller's limit cuts the answer short", "[simulator][answers]") {
  const running_simulator sim;
  const auto* field = GENERATE("max_tokens", "max_completion_tokens");
  const auto body = sim.chat(chat_body({{field, 4}})).json();
  CHECK(body["choices"][0]["finish_reason"] == "length");
  CHECK(body["usage"]["completion_tokens"] == 4);
  CHECK(text_of(body) == "Simulated answer of openai");
}

TEST_CASE("a required tool is called with arguments that fit its schema",
          "[simulator][answers]") {
  const running_simulator sim;
  const json asked{{"tools", {weather_tool()}}, {"tool_choice", "required"}};
  const auto choice = sim.chat(chat_body(asked)).json()["choices"][0];
  CHECK(choice["finish_reason"] == "tool_calls");
  CHECK(choice["message"]["content"].is_null());
  const auto& call = choice["message"]["tool_calls"].at(0);
  CHECK(call["function"]["name"] == "weather");
  const json expected{{"city", "simulated"}, {"unit", "celsius"}};
  CHECK(json::parse(call["function"]["arguments"].get<std::string>())
        == expected);

  auto streamed = chat_body(asked);
  streamed["stream"] = true;
  std::string arguments;
  for (const auto& event : events_of(sim.chat(streamed).body)) {
    if (event != "[DONE]") {
      const auto delta = json::parse(event)["choices"][0]["delta"];
      for (const auto& part : delta.value("tool_calls", json::array())) {
        arguments += part["function"]["arguments"].get<std::string>();
      }
    }
  }
  CHECK(json::parse(arguments) == expected);
}

TEST_CASE("a tool that nobody insists on is not called",
          "[simulator][answers]") {
  const running_simulator sim;
  const json asked{{"tools", {weather_tool()}}};
  CHECK(sim.chat(chat_body(asked)).json()["choices"][0]["finish_reason"]
        == "stop");
}

TEST_CASE("requests that OpenAI refuses are refused with its errors",
          "[simulator][answers]") {
  struct refused {
    const char* body;
    const char* param;
  };
  const auto r = GENERATE(values<refused>({
      {R"({"model")", nullptr},
      {R"([])", nullptr},
      {R"({"messages":[{"role":"user","content":"x"}]})", "model"},
      {R"({"model":"m"})", "messages"},
      {R"({"model":"m","messages":[]})", "messages"},
      {R"({"model":"m","messages":"x"})", "messages"},
      {R"({"model":"m","messages":[{"content":"x"}]})", "messages[0].role"},
      {R"({"model":"m","messages":[{"role":"king","content":"x"}]})",
       "messages[0].role"},
      {R"({"model":"m","messages":[{"role":"user"}]})", "messages[0].content"},
      {R"({"model":"m","messages":[{"role":"user","content":"x"}],
         "temperature":3})",
       "temperature"},
      {R"({"model":"m","messages":[{"role":"user","content":"x"}],
         "max_tokens":0})",
       "max_tokens"},
      {R"({"model":"m","messages":[{"role":"user","content":"x"}],
         "stream_options":{}})",
       "stream_options"},
  }));
  const running_simulator sim;
  wire w{sim.port()};
  const std::string body{r.body};
  w.send("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: "
         + std::to_string(body.size()) + "\r\n\r\n" + body);
  const auto a = w.read();
  CHECK(a.status == 400);
  const auto error = a.json()["error"];
  CHECK(error["type"] == "invalid_request_error");
  CHECK(error["param"] == (r.param == nullptr ? json{} : json(r.param)));
}

TEST_CASE("unknown fields are accepted", "[simulator][answers]") {
  const running_simulator sim;
  CHECK(sim.chat(chat_body({{"never_heard_of", {1, 2}}})).status == 200);
}

TEST_CASE("a wrong key gets the 401 of OpenAI", "[simulator][answers]") {
  const running_simulator sim;
  sim.behave({{"required_key", "sk-right-right-right"}});
  wire w{sim.port()};
  w.send(chat_request(chat_body(), "Authorization: Bearer sk-wrong\r\n"));
  const auto refused = w.read();
  CHECK(refused.status == 401);
  CHECK(refused.json()["error"]["code"] == "invalid_api_key");
  w.send(chat_request(chat_body(),
                      "Authorization: Bearer sk-right-right-right\r\n"));
  CHECK(w.read().status == 200);
}

TEST_CASE("models are listed and unknown paths are not found",
          "[simulator][answers]") {
  const running_simulator sim;
  wire w{sim.port()};
  w.send("GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(w.read().json()["object"] == "list");
  w.send("GET /v1/nothing HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(w.read().status == 404);
  w.send("GET /v1/chat/completions HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(w.read().status == 405);
}
