// The other APIs that callers speak, over every provider.
#include "integration/harness/native.hpp"

#include <catch2/catch.hpp>

#include <sstream>

namespace bellwether::integration {

namespace {

/// The data of named events, in order.
std::vector<std::pair<std::string, json>> named_events(const answer& got) {
  std::vector<std::pair<std::string, json>> out;
  std::istringstream lines{got.body};
  std::string name;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("event: "))
      name = line.substr(7);
    else if (line.starts_with("data: "))
      out.emplace_back(name, json::parse(line.substr(6)));
  }
  return out;
}

json message_for(const std::string& model, bool stream) {
  return {{"model", model},
          {"max_tokens", 500},
          {"stream", stream},
          {"messages", {{{"role", "user"}, {"content", "Hello"}}}}};
}

} // namespace

TEST_CASE("Anthropic's API is served over every provider",
          "[formats][surfaces]") {
  const auto model = GENERATE(from_range(one_model_each()));
  CAPTURE(model);
  const stage at{json::object(), {}, native_configuration};
  const auto plain = at.post("/v1/messages", message_for(model, false));
  CAPTURE(plain.body);
  REQUIRE(plain.status == 200);
  const auto message = plain.json();
  CHECK(message["type"] == "message");
  CHECK(message["stop_reason"] == "end_turn");
  CHECK_FALSE(message["content"][0]["text"].get<std::string>().empty());
  const auto streamed = at.post("/v1/messages", message_for(model, true));
  CHECK(streamed.whole);
  const auto events = named_events(streamed);
  REQUIRE(events.size() > 4);
  CHECK(events.front().first == "message_start");
  CHECK(events.back().first == "message_stop");
  std::string text;
  for (const auto& [name, data] : events) {
    CHECK(data["type"] == name);
    if (name == "content_block_delta")
      text += data["delta"].value("text", "");
  }
  CHECK(text == message["content"][0]["text"]);
}

TEST_CASE("Anthropic's callers get Anthropic's errors", "[formats][surfaces]") {
  const stage at{json::object(), {}, native_configuration};
  const auto unknown = at.post("/v1/messages", message_for("no-such", false));
  CHECK(unknown.status == 404);
  CHECK(unknown.json()["type"] == "error");
  CHECK(unknown.json()["error"]["type"] == "not_found_error");
  const auto empty = at.post("/v1/messages", json{{"model", "gpt-4.1"}});
  CHECK(empty.status == 400);
  CHECK(empty.json()["error"]["type"] == "invalid_request_error");
  at.sim.fail("reset");
  const auto down = at.post("/v1/messages", message_for("auto", false));
  CHECK(down.status == 503);
  CHECK(down.json()["error"]["type"] == "overloaded_error");
}

TEST_CASE("a failover before content starts a message once",
          "[formats][surfaces]") {
  const stage at{json::object(), {}, native_configuration};
  at.sim.fail("openai", {{"kind", "cut"}, {"after", 0}});
  const auto got = at.post("/v1/messages", message_for("auto", true));
  std::size_t starts = 0;
  for (const auto& [name, data] : named_events(got))
    starts += name == "message_start" ? 1 : 0;
  CHECK(starts == 1);
  CHECK(got.header("x-bellwether-provider") == "anthropic");
}

TEST_CASE("a stream that breaks is an error event in every API",
          "[formats][surfaces]") {
  const stage at{json::object(), {}, native_configuration};
  at.sim.behave("openai", {{"fault", {{"kind", "cut"}, {"after", 3}}},
                           {"chunk_interval_ms", 50}});
  const auto broken = [&](const char* path, const json& body) {
    raw_client client{at.daemon.port()};
    client.send(request_text("POST", path, body.dump()));
    auto got = client.read();
    CHECK(got.status == 200);
    CHECK_FALSE(got.whole);
    return got;
  };
  const auto message =
      named_events(broken("/v1/messages", message_for("gpt-4.1", true)));
  REQUIRE(message.size() > 3);
  CHECK(message.back().first == "error");
  const auto response = named_events(
      broken("/v1/responses",
             {{"model", "gpt-4.1"}, {"input", "Hello"}, {"stream", true}}));
  REQUIRE(response.size() > 3);
  CHECK(response.back().first == "response.failed");
  const auto completion =
      broken("/v1/completions",
             {{"model", "gpt-4.1"}, {"prompt", "Hello"}, {"stream", true}})
          .events();
  REQUIRE(completion.size() > 3);
  CHECK(completion.back()["error"]["code"] == "stream_interrupted");
}

TEST_CASE("OpenAI's Responses are served over every provider",
          "[formats][surfaces]") {
  const auto model = GENERATE(from_range(one_model_each()));
  CAPTURE(model);
  const stage at{json::object(), {}, native_configuration};
  json body{{"model", model}, {"input", "Hello"}, {"instructions", "Be kind."}};
  const auto plain = at.post("/v1/responses", body);
  CAPTURE(plain.body);
  REQUIRE(plain.status == 200);
  const auto response = plain.json();
  CHECK(response["object"] == "response");
  CHECK(response["status"] == "completed");
  const auto& item = response["output"].back();
  CHECK(item["type"] == "message");
  body["stream"] = true;
  const auto events = named_events(at.post("/v1/responses", body));
  REQUIRE(events.size() > 6);
  CHECK(events.front().first == "response.created");
  CHECK(events.back().first == "response.completed");
  int number = 0;
  std::string text;
  for (const auto& [name, data] : events) {
    CHECK(data["sequence_number"] == number++);
    if (name == "response.output_text.delta")
      text += data["delta"].get<std::string>();
  }
  CHECK(text == item["content"][0]["text"]);
  CHECK(events.back().second["response"]["usage"]["total_tokens"] > 0);
}

TEST_CASE("a Responses call that needs memory is told what to do instead",
          "[formats][surfaces]") {
  const stage at{json::object(), {}, native_configuration};
  const auto got = at.post("/v1/responses", {{"model", "gpt-4.1"},
                                             {"input", "Hello"},
                                             {"previous_response_id", "r"}});
  CHECK(got.status == 400);
  CHECK(got.error("param") == "previous_response_id");
}

TEST_CASE("legacy completions are served over every provider",
          "[formats][surfaces]") {
  const auto model = GENERATE(from_range(one_model_each()));
  CAPTURE(model);
  const stage at{json::object(), {}, native_configuration};
  json body{{"model", model}, {"prompt", "Hello"}, {"max_tokens", 500}};
  const auto plain = at.post("/v1/completions", body);
  CAPTURE(plain.body);
  REQUIRE(plain.status == 200);
  const auto answer = plain.json();
  CHECK(answer["object"] == "text_completion");
  CHECK(answer["choices"][0]["finish_reason"] == "stop");
  body["stream"] = true;
  const auto streamed = at.post("/v1/completions", body);
  CHECK(streamed.done());
  std::string text;
  for (const auto& event : streamed.events())
    for (const auto& choice : event["choices"])
      text += choice["text"].get<std::string>();
  CHECK(text == answer["choices"][0]["text"]);
}

} // namespace bellwether::integration
