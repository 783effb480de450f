#include "simulator/running_simulator.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace bellwether::simulator::test;
using nlohmann::json;

namespace {

json bill_of(const running_simulator& sim) {
  return sim.last_journalled()["bill"];
}

json streaming() {
  return chat_body(
      {{"stream", true}, {"stream_options", {{"include_usage", true}}}});
}

/// The text of an OpenAI stream, as far as it came.
std::string text_in(const std::string& body) {
  std::string text;
  for (const auto& event : events_of(body)) {
    const auto chunk = json::parse(event, nullptr, false);
    if (chunk.is_object() && !chunk["choices"].empty()) {
      text += chunk["choices"][0]["delta"].value("content", "");
    }
  }
  return text;
}

void check_nothing_charged(const json& bill, const std::string& why) {
  CHECK(bill["billed"] == false);
  CHECK(bill["why"] == why);
  CHECK(bill["prompt_tokens"] == 0);
  CHECK(bill["completion_tokens"] == 0);
}

} // namespace

TEST_CASE("a whole answer is billed with the usage that it tells",
          "[simulator][bill]") {
  const running_simulator sim;
  sim.behave({{"cache_read_tokens", 100}, {"cache_write_tokens", 7}});
  const auto got = sim.chat(chat_body()).json();
  const auto bill = bill_of(sim);
  CHECK(bill["billed"] == true);
  CHECK(bill["why"] == "answer");
  CHECK(bill["usage_sent"] == "whole");
  CHECK(bill["head_sent"] == true);
  CHECK(bill["prompt_tokens"] == 110); // "hello there" is 3
  CHECK(bill["prompt_tokens"] == got["usage"]["prompt_tokens"]);
  CHECK(bill["cached_tokens"] == 100);
  CHECK(bill["cache_write_tokens"] == 7);
  CHECK(bill["completion_tokens"] == got["usage"]["completion_tokens"]);
  CHECK(bill["prompt_bytes"] == 11);
  const std::string text = got["choices"][0]["message"]["content"];
  CHECK(bill["text_bytes"] == text.size());
  CHECK(bill["call_bytes"] == 0);
}

TEST_CASE("bytes of a prompt are those of its UTF-8", "[simulator][bill]") {
  const running_simulator sim;
  const json messages{{{"role", "user"}, {"content", "gr\u00fc\u00df dich"}}};
  sim.chat(chat_body({{"messages", messages}}));
  const auto bill = bill_of(sim);
  CHECK(bill["prompt_bytes"] == 11);
  CHECK(bill["prompt_tokens"] == 3); // of 9 characters
}

TEST_CASE("the bill of a whole stream is that of the plain answer",
          "[simulator][bill]") {
  const running_simulator sim;
  sim.chat(chat_body());
  const auto plain = bill_of(sim);
  const auto got = sim.chat(streaming());
  CHECK(bill_of(sim) == plain);
  CHECK(plain["text_bytes"] == text_in(got.body).size());
  sim.chat(chat_body({{"stream", true}})); // its usage was not asked for
  auto untold = plain;
  untold["usage_sent"] = "none";
  CHECK(bill_of(sim) == untold);
}

TEST_CASE("a request that is refused is not billed", "[simulator][bill]") {
  const running_simulator sim;
  const auto* fault =
      GENERATE(R"({"kind": "status", "status": 500})",
               R"({"kind": "rate_limit"})", R"({"kind": "quota"})");
  sim.behave({{"fault", json::parse(fault)}});
  sim.chat(chat_body());
  check_nothing_charged(bill_of(sim), "refused");
  sim.behave(json::object());
  sim.chat(json::object()); // without a model
  check_nothing_charged(bill_of(sim), "refused");
}

TEST_CASE("a provider that makes no answer bills none", "[simulator][bill]") {
  const running_simulator sim;
  const auto* fault = GENERATE("reset", "garbage", "html", "empty_200",
                               "invalid_json_200", "error_in_200");
  sim.behave({{"fault", fault}});
  sim.chat(chat_body());
  check_nothing_charged(bill_of(sim), "no_answer");
}

TEST_CASE("a stream that is cut is billed up to there", "[simulator][bill]") {
  const running_simulator sim;
  const auto* mode = GENERATE("eof", "reset");
  sim.behave(
      {{"tokens", 20},
       {"chunk_interval_ms", 1}, // so that a reset finds all of them read
       {"fault", {{"kind", "cut"}, {"after", 5}, {"mode", mode}}}});
  const auto got = sim.chat(streaming());
  const auto bill = bill_of(sim);
  CHECK(bill["billed"] == true);
  CHECK(bill["why"] == "cut");
  CHECK(bill["prompt_tokens"] == 3);
  CHECK(bill["completion_tokens"] == 5);
  CHECK(bill["usage_sent"] == "none");
  if (std::string{mode} == "eof") {
    CHECK(bill["text_bytes"] == text_in(got.body).size());
  }
}

TEST_CASE("half of a plain answer is billed whole, and nothing of it was read",
          "[simulator][bill]") {
  const running_simulator sim;
  sim.behave({{"tokens", 20}, {"fault", "cut"}});
  sim.chat(chat_body());
  const auto bill = bill_of(sim);
  CHECK(bill["why"] == "cut");
  CHECK(bill["completion_tokens"] == 20);
  CHECK(bill["text_bytes"] == 0);
  CHECK(bill["usage_sent"] == "none");
}

TEST_CASE("an error within a stream ends the bill there", "[simulator][bill]") {
  const running_simulator sim;
  sim.behave(
      {{"tokens", 20}, {"fault", {{"kind", "error_in_stream"}, {"after", 4}}}});
  const auto got = sim.chat(streaming());
  const auto bill = bill_of(sim);
  CHECK(bill["billed"] == true);
  CHECK(bill["why"] == "error_in_stream");
  CHECK(bill["completion_tokens"] == 4);
  CHECK(bill["usage_sent"] == "none");
}

TEST_CASE("who goes away within a stream pays for what was made",
          "[simulator][bill]") {
  const running_simulator sim;
  sim.behave({{"tokens", 20}, {"chunk_interval_ms", 60'000}});
  wire w{sim.port()};
  w.send(chat_request(streaming()));
  REQUIRE(w.read_until("\"content\":\"S")); // not the opening's empty one
  w.close();
  const auto bill = bill_of(sim);
  CHECK(bill["billed"] == true);
  CHECK(bill["why"] == "client_gone");
  CHECK(bill["prompt_tokens"] == 3);
  CHECK(bill["completion_tokens"] == 1);
  CHECK(bill["text_bytes"] > 0);
  CHECK(bill["usage_sent"] == "none");
}

TEST_CASE("who goes away before the head pays for the prompt",
          "[simulator][bill]") {
  const running_simulator sim;
  const bool stream = GENERATE(false, true);
  sim.behave({{"tokens", 20}, {"latency_ms", 60'000}});
  wire w{sim.port()};
  w.send(chat_request(chat_body({{"stream", stream}})));
  while (sim.admin("GET", "/journal").json()["requests"].empty()) {
    std::this_thread::yield();
  }
  w.close();
  const auto bill = bill_of(sim);
  CHECK(bill["why"] == "client_gone");
  CHECK(bill["head_sent"] == false);
  CHECK(bill["prompt_tokens"] == 3);
  CHECK(bill["completion_tokens"] == 0);
  CHECK(bill["text_bytes"] == 0);
}

TEST_CASE("usage that is dropped is billed all the same", "[simulator][bill]") {
  const running_simulator sim;
  sim.behave({{"tokens", 6}, {"fault", "drop_usage"}});
  sim.chat(streaming());
  const auto bill = bill_of(sim);
  CHECK(bill["why"] == "answer");
  CHECK(bill["completion_tokens"] == 6);
  CHECK(bill["usage_sent"] == "none");
}

TEST_CASE("a cut stream has told part of its usage where formats do that",
          "[simulator][bill]") {
  const running_simulator sim;
  const json fault{{"kind", "cut"}, {"after", 3}};
  sim.behave({{"tokens", 9}, {"fault", fault}}, "anthropic");
  sim.behave({{"tokens", 9}, {"fault", fault}}, "google");
  const json messages{{{"role", "user"}, {"content", "hello there"}}};
  sim.messages({{"model", "claude-sonnet-4-5"},
                {"max_tokens", 100},
                {"stream", true},
                {"messages", messages}});
  CHECK(bill_of(sim)["usage_sent"] == "part");
  CHECK(bill_of(sim)["completion_tokens"] == 3);
  const json contents{{{"role", "user"}, {"parts", {{{"text", "hello"}}}}}};
  sim.gemini("streamGenerateContent?alt=sse", {{"contents", contents}},
             "gemini-2.0-flash");
  CHECK(bill_of(sim)["usage_sent"] == "part");
  CHECK(bill_of(sim)["completion_tokens"] == 3);
}

TEST_CASE("a stream without its end told only what came before it",
          "[simulator][bill]") {
  const running_simulator sim;
  sim.behave({{"tokens", 9}, {"fault", "no_done"}}, "google");
  const json contents{{{"role", "user"}, {"parts", {{{"text", "hello"}}}}}};
  sim.gemini("streamGenerateContent?alt=sse", {{"contents", contents}},
             "gemini-2.0-flash");
  CHECK(bill_of(sim)["why"] == "answer");
  CHECK(bill_of(sim)["completion_tokens"] == 9);
  CHECK(bill_of(sim)["usage_sent"] == "part");
}

TEST_CASE("thoughts that nobody sees are billed", "[simulator][bill]") {
  const running_simulator sim;
  const json contents{{{"role", "user"}, {"parts", {{{"text", "hello"}}}}}};
  const auto got =
      sim.gemini("streamGenerateContent?alt=sse", {{"contents", contents}});
  const auto usage = json::parse(events_of(got.body).back())["usageMetadata"];
  const auto bill = bill_of(sim);
  CHECK(bill["usage_sent"] == "whole");
  CHECK(bill["thought_bytes"] == 0);
  CHECK(bill["completion_tokens"]
        == usage["candidatesTokenCount"].get<int>()
               + usage["thoughtsTokenCount"].get<int>());
  CHECK(usage["thoughtsTokenCount"] == 8);
}

TEST_CASE("vectors are billed by their texts, and lists of models are free",
          "[simulator][bill]") {
  const running_simulator sim;
  sim.post("/v1/embeddings", {{"model", "v"}, {"input", {"abcdefgh", "x"}}},
           "openai");
  auto bill = bill_of(sim);
  CHECK(bill["why"] == "answer");
  CHECK(bill["prompt_tokens"] == 3);
  CHECK(bill["prompt_bytes"] == 9);
  CHECK(bill["usage_sent"] == "whole");
  wire w{sim.port()};
  w.send("GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n");
  w.read();
  check_nothing_charged(bill_of(sim), "free");
}
