#include "simulator/running_simulator.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::simulator::test;
using nlohmann::json;

namespace {

json call(const char* id) {
  return {{"id", id},
          {"type", "function"},
          {"function", {{"name", "add"}, {"arguments", "{}"}}}};
}

/// A user's question, calls, and what `rest` adds.
json history(const json& assistant, const json& rest = json::array()) {
  json messages{{{"role", "user"}, {"content", "hello"}}, assistant};
  for (const auto& message : listed(rest)) {
    messages.push_back(message);
  }
  return messages;
}

json calling(const json& calls, const json& more = json::object()) {
  json m{{"role", "assistant"},
         {"content", nullptr},
         {"tool_calls", listed(calls)}};
  m.update(more);
  return m;
}

json result(const char* id, const char* text = "1") {
  return {{"role", "tool"}, {"tool_call_id", id}, {"content", text}};
}

json with_messages(const json& messages, const json& more = json::object()) {
  auto body = chat_body(more);
  body["messages"] = messages;
  return body;
}

json with_part(const json& part) {
  return with_messages({{{"role", "user"}, {"content", json::array({part})}}});
}

json picture(const std::string& url) {
  return {{"type", "image_url"}, {"image_url", {{"url", url}}}};
}

} // namespace

TEST_CASE("every call is answered by a tool message right behind the calls",
          "[simulator][openai]") {
  const running_simulator sim;
  const auto* vendor = GENERATE("openai", "deepseek");
  const auto calls = calling({call("a"), call("b")});
  const auto ask = [&](const json& rest) {
    return sim.chat(with_messages(history(calls, rest)), vendor);
  };
  CHECK(ask({result("a"), result("b")}).status == 200);
  const auto missing = ask({result("a")});
  CHECK(missing.status == 400);
  CHECK(missing.json()["error"]["message"].get<std::string>().ends_with(
      "did not have response messages: b"));
  const json question{{"role", "user"}, {"content", "and?"}};
  CHECK(ask({question, result("a"), result("b")}).status == 400);
  CHECK(ask({result("a"), result("b"), result("c")}).status == 400);
}

TEST_CASE("OpenAI refuses the message members of other vendors",
          "[simulator][openai]") {
  const running_simulator sim;
  const auto* name = GENERATE("reasoning_content", "thinking_blocks",
                              "extra_content", "cache_control");
  const json messages{{{"role", "user"}, {"content", "x"}, {name, "y"}}};
  const auto a = sim.chat(with_messages(messages));
  CHECK(a.status == 400);
  CHECK(a.json()["error"]["code"] == "unknown_parameter");
  CHECK(a.json()["error"]["param"] == std::string{"messages[0]."} + name);
  auto signed_call = call("a");
  signed_call["extra_content"] = json::object();
  CHECK(sim.chat(with_messages(history(calling({signed_call}), {result("a")})))
            .status
        == 400);
  CHECK(sim.chat(with_messages(messages), "google").status == 200);
}

TEST_CASE("OpenAI refuses the parameters of other vendors",
          "[simulator][openai]") {
  const running_simulator sim;
  CHECK(sim.chat(chat_body({{"top_k", 3}})).status == 400);
  CHECK(sim.chat(chat_body({{"thinking", {{"type", "enabled"}}}})).status
        == 400);
  CHECK(sim.chat(chat_body({{"top_k", 3}}), "google").status == 200);
}

TEST_CASE("reasoning models count what they think and refuse old parameters",
          "[simulator][openai]") {
  const running_simulator sim;
  const auto* model = GENERATE("o3-mini", "gpt-5");
  const json named{{"model", model}};
  const auto ask = [&](json more) {
    more.update(named);
    return sim.chat(chat_body(more));
  };
  CHECK(ask({{"max_tokens", 5}}).json()["error"]["code"]
        == "unsupported_parameter");
  CHECK(ask({{"temperature", 0.5}}).json()["error"]["code"]
        == "unsupported_value");
  CHECK(ask({{"temperature", 1}}).status == 200);
  const auto short_one = ask({{"max_completion_tokens", 5}}).json();
  CHECK(short_one["choices"][0]["finish_reason"] == "length");
  CHECK(short_one["choices"][0]["message"]["content"] == "");
  CHECK(short_one["usage"]["completion_tokens_details"]["reasoning_tokens"]
        == 5);
}

TEST_CASE("n choices differ and come together", "[simulator][openai]") {
  const running_simulator sim;
  const auto body = sim.chat(chat_body({{"n", 2}})).json();
  REQUIRE(body["choices"].size() == 2);
  CHECK(body["choices"][1]["index"] == 1);
  CHECK(body["choices"][0]["message"] != body["choices"][1]["message"]);
  CHECK(sim.chat(chat_body({{"n", 2}}), "deepseek").status == 400);
  const auto stream = sim.chat(chat_body({{"n", 2}, {"stream", true}})).body;
  const auto third = json::parse(events_of(stream)[2]);
  const auto fourth = json::parse(events_of(stream)[3]);
  CHECK(third["choices"][0]["index"] == 0);
  CHECK(fourth["choices"][0]["index"] == 1);
}

TEST_CASE("DeepSeek knows no developer, no schema and no pictures",
          "[simulator][deepseek]") {
  const running_simulator sim;
  const json developer{{{"role", "developer"}, {"content", "x"}}};
  CHECK(sim.chat(with_messages(developer), "deepseek").status == 422);
  CHECK(sim.chat(with_messages(developer)).status == 200);
  const json schema{
      {"response_format",
       {{"type", "json_schema"},
        {"json_schema", {{"name", "x"}, {"schema", {{"type", "object"}}}}}}}};
  CHECK(sim.chat(chat_body(schema), "deepseek").status == 400);
  CHECK(sim.chat(chat_body(schema)).status == 200);
  const auto seen = with_part(picture("https://example.com/a.png"));
  CHECK(sim.chat(seen, "deepseek").status == 400);
  CHECK(sim.chat(seen).status == 200);
  const auto limited =
      sim.chat(chat_body({{"max_completion_tokens", 2}}), "deepseek").json();
  CHECK(limited["choices"][0]["finish_reason"] == "stop");
}

TEST_CASE("DeepSeek's JSON mode needs the word in a message",
          "[simulator][deepseek]") {
  const running_simulator sim;
  const json mode{{"response_format", {{"type", "json_object"}}}};
  CHECK(sim.chat(chat_body(mode), "deepseek").status == 400);
  const json said{{{"role", "user"}, {"content", "Answer in JSON."}}};
  CHECK(sim.chat(with_messages(said, mode), "deepseek").status == 200);
}

TEST_CASE("DeepSeek's thinking mode wants the reasoning of turns with calls",
          "[simulator][deepseek]") {
  const running_simulator sim;
  const json thinking{{"thinking", {{"type", "enabled"}}}};
  const json reasoner{{"model", "deepseek-reasoner"}};
  const auto ask = [&](const json& assistant, const json& more) {
    return sim.chat(with_messages(history(assistant, {result("a")}), more),
                    "deepseek");
  };
  const auto bare = calling({call("a")});
  const auto full = calling({call("a")}, {{"reasoning_content", "hm"}});
  CHECK(ask(bare, json::object()).status == 200);
  CHECK(ask(bare, thinking).status == 400);
  CHECK(ask(bare, reasoner).status == 400);
  const auto a = ask(full, reasoner);
  REQUIRE(a.status == 200);
  const auto message = a.json()["choices"][0]["message"];
  CHECK(message["reasoning_content"].get<std::string>().starts_with(
      "Thinking as deepseek-reasoner"));
  CHECK(a.json()["usage"]["completion_tokens_details"]["reasoning_tokens"]
        == 8);
  sim.behave({{"quirks", {"refuses_reasoning_content"}}}, "deepseek");
  CHECK(ask(full, reasoner).status == 400);
}

TEST_CASE("a picture is checked and seen", "[simulator][openai]") {
  const running_simulator sim;
  const auto seen =
      sim.chat(with_part(picture("data:image/png;base64,AAAA"))).json();
  CHECK(seen["choices"][0]["message"]["content"].get<std::string>().ends_with(
      " It saw 1 image (image/png, 3 bytes)."));
  CHECK(sim.chat(with_part(picture("data:image/bmp;base64,AAAA"))).status
        == 400);
  CHECK(sim.chat(with_part(picture("data:image/png;base64,AAA"))).status
        == 400);
  CHECK(sim.chat(with_part(picture("ftp://example.com/a.png"))).status == 400);
  CHECK(sim.chat(with_part({{"type", "tool_use"}})).status == 400);
}

TEST_CASE("Google's compatible endpoint words errors as an array",
          "[simulator][compat]") {
  const running_simulator sim;
  const std::string path = "/v1beta/openai/chat/completions";
  const auto refused = sim.post(path, json::object(), "google");
  CHECK(refused.status == 400);
  CHECK(refused.json()[0]["error"]["status"] == "INVALID_ARGUMENT");
  sim.behave({{"required_key", "right"}}, "google");
  const auto key = sim.post(path, chat_body(), "google").json();
  CHECK(key[0]["error"]["details"][0]["reason"] == "API_KEY_INVALID");
  sim.behave({{"fault", "rate_limit"}}, "google");
  CHECK(sim.post(path, chat_body(), "google").json()[0]["error"]["code"]
        == 429);
}
