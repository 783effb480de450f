// Limits of a provider's own, as a counter and as callers see them.
#include "simulator/limits.hpp"

#include "simulator/running_simulator.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::simulator;
using namespace bellwether::simulator::test;
using namespace std::chrono_literals;
using answer = bellwether::simulator::test::answer;
using nlohmann::json;

namespace {

json limits_of(const json& limits) {
  return {{"limits", limits}, {"tokens", 6}};
}

const json two_requests = limits_of({{"requests", 2}, {"window_ms", 600'000}});

/// The value of a header; fails the test when it is missing.
std::string header(const answer& a, const std::string& name) {
  const auto head = a.head() + "\r\n";
  const auto at = head.find("\r\n" + name + ": ");
  INFO(head);
  REQUIRE(at != std::string::npos);
  const auto begin = at + name.size() + 4;
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

bool says_limits(const answer& a) {
  return a.head().find("ratelimit-") != std::string::npos;
}

} // namespace

TEST_CASE("a window begins with a request and ends on time",
          "[simulator][limits]") {
  const limit_plan plan{.requests = 2, .tokens = std::nullopt, .window = 1s};
  limit_counter counter;
  const limit_counter::time_point start{1h};
  const auto take = [&](std::chrono::nanoseconds after,
                        const std::string& model = "m") {
    return counter.take(plan, model, 1, start + after);
  };
  CHECK(take(0s).requests->remaining == 1);
  const auto second = take(300ms);
  CHECK(second.requests->remaining == 0);
  CHECK(second.reset_in == 700ms);
  CHECK_FALSE(second.exceeded);
  CHECK(take(999ms).exceeded == limit_kind::requests);
  CHECK_FALSE(take(999ms, "other").exceeded);
  const auto next = take(1'500ms);
  CHECK(next.requests->remaining == 1);
  CHECK(next.reset_in == 1s);
}

TEST_CASE("tokens that do not fit are not counted", "[simulator][limits]") {
  const limit_plan plan{.requests = 3, .tokens = 100, .window = 1s};
  limit_counter counter;
  const auto take = [&](std::uint64_t tokens) {
    return counter.take(plan, "m", tokens, limit_counter::time_point{1h});
  };
  CHECK(take(60).tokens->remaining == 40);
  const auto refused = take(41);
  CHECK(refused.exceeded == limit_kind::tokens);
  CHECK(refused.tokens->remaining == 40);
  CHECK(refused.requests->remaining == 2);
  const auto last = take(40);
  CHECK_FALSE(last.exceeded);
  CHECK(last.tokens->remaining == 0);
  CHECK(last.requests->remaining == 1);
}

TEST_CASE("OpenAI says in headers what is left, and refuses what is more",
          "[simulator][limits]") {
  const running_simulator sim;
  sim.behave(two_requests);
  const auto first = sim.chat(chat_body());
  CHECK(first.status == 200);
  CHECK(header(first, "x-ratelimit-limit-requests") == "2");
  CHECK(header(first, "x-ratelimit-remaining-requests") == "1");
  CHECK(header(first, "x-ratelimit-reset-requests") == "10m0s");
  CHECK(first.head().find("-tokens") == std::string::npos);
  const auto stream = sim.chat(chat_body({{"stream", true}}));
  CHECK(header(stream, "x-ratelimit-remaining-requests") == "0");
  const auto refused = sim.chat(chat_body());
  CHECK(refused.status == 429);
  CHECK(header(refused, "x-ratelimit-remaining-requests") == "0");
  CHECK(std::stoi(header(refused, "retry-after")) > 590);
  CHECK(refused.json()["error"]["code"] == "rate_limit_exceeded");
  CHECK(sim.last_journalled()["status"] == 429);
  CHECK(sim.chat(chat_body({{"model", "other"}})).status == 200);
}

TEST_CASE("Anthropic says it with times", "[simulator][limits]") {
  const running_simulator sim;
  sim.behave(limits_of({{"requests", 1}, {"tokens", 1000}}), "anthropic");
  const json body{{"model", "claude-sonnet-4-5"},
                  {"max_tokens", 100},
                  {"messages", {{{"role", "user"}, {"content", "hello"}}}}};
  const auto good = sim.messages(body);
  CHECK(good.status == 200);
  CHECK(header(good, "anthropic-ratelimit-requests-limit") == "1");
  CHECK(header(good, "anthropic-ratelimit-requests-remaining") == "0");
  CHECK(header(good, "anthropic-ratelimit-tokens-limit") == "1000");
  CHECK(header(good, "anthropic-ratelimit-tokens-remaining") == "898");
  const auto reset = header(good, "anthropic-ratelimit-tokens-reset");
  CHECK(reset.size() == 20);
  CHECK(reset.ends_with('Z'));
  const auto refused = sim.messages(body);
  CHECK(refused.status == 429);
  CHECK(refused.json()["error"]["type"] == "rate_limit_error");
  CHECK(header(refused, "anthropic-ratelimit-requests-reset").ends_with('Z'));
  CHECK(std::stoi(header(refused, "retry-after")) <= 60);
}

TEST_CASE("Google says it in the refusal only and DeepSeek not at all",
          "[simulator][limits]") {
  const running_simulator sim;
  const auto [vendor, delay] = GENERATE(
      table<std::string, bool>({{"google", true}, {"deepseek", false}}));
  sim.behave(two_requests, vendor);
  for (int i = 0; i < 2; ++i) {
    const auto good = sim.chat(chat_body(), vendor);
    CHECK(good.status == 200);
    CHECK_FALSE(says_limits(good));
  }
  const auto refused = sim.chat(chat_body(), vendor);
  CHECK(refused.status == 429);
  CHECK_FALSE(says_limits(refused));
  CHECK(refused.head().find("retry-after") == std::string::npos);
  CHECK((refused.body.find("\"retryDelay\":\"") != std::string::npos) == delay);
}

TEST_CASE("a request costs its prompt and what it may or does answer",
          "[simulator][limits]") {
  const running_simulator sim;
  sim.behave(limits_of({{"tokens", 100}}));
  const auto left = [](const answer& a) {
    return header(a, "x-ratelimit-remaining-tokens");
  };
  // Three tokens of "hello there", then the limit or the answer.
  CHECK(left(sim.chat(chat_body())) == "91");
  CHECK(left(sim.chat(chat_body({{"max_tokens", 50}}))) == "38");
  const auto refused = sim.chat(chat_body({{"max_tokens", 50}}));
  CHECK(refused.status == 429);
  CHECK(left(refused) == "38");
  CHECK(refused.json()["error"]["type"] == "tokens");
  CHECK(left(sim.chat(chat_body({{"max_tokens", 35}}))) == "0");
}

TEST_CASE("only new limits are counted anew, and only chats are counted",
          "[simulator][limits]") {
  const running_simulator sim;
  const std::string path = "/providers/openai/behavior";
  sim.behave(two_requests);
  sim.chat(chat_body());
  sim.admin("PATCH", path, R"({"tokens": 7})");
  sim.chat(chat_body());
  CHECK(sim.chat(chat_body()).status == 429);
  wire w{sim.port()};
  w.send("GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto models = w.read();
  CHECK(models.status == 200);
  CHECK_FALSE(says_limits(models));
  sim.admin("PATCH", path, R"({"limits": {"requests": 1}})");
  CHECK(sim.chat(chat_body()).status == 200);
  CHECK(sim.chat(chat_body()).status == 429);
  const auto none = sim.admin("PATCH", path, R"({"limits": null})").json();
  CHECK(none["limits"].is_null());
  CHECK(header(sim.chat(chat_body()), "x-ratelimit-remaining-requests")
        == "9999");
}

TEST_CASE("every answer has a date, and one only", "[simulator][limits]") {
  const running_simulator sim;
  CHECK(header(sim.chat(chat_body()), "date").ends_with(" GMT"));
  CHECK(header(sim.chat(json::object()), "date").ends_with(" GMT"));
  sim.behave(
      {{"fault", {{"kind", "status"}, {"headers", {{"Date", "yesterday"}}}}}});
  const auto own = sim.chat(chat_body());
  CHECK(header(own, "Date") == "yesterday");
  CHECK(own.head().find("\r\ndate: ") == std::string::npos);
}
