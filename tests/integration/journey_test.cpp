// A conversation that is forced to another provider at each turn.
#include "integration/harness/native.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace bellwether::integration {

namespace {

const json count{{"type", "function"},
                 {"function",
                  {{"name", "count"},
                   {"parameters",
                    {{"type", "object"},
                     {"properties", {{"what", {{"type", "string"}}}}},
                     {"required", {"what"}}}}}}};

/// What a client sends back: the message as it came.
json as_sent_back(json message) {
  message.erase("finish_reason");
  message.erase("usage");
  message["role"] = "assistant";
  return message;
}

} // namespace

TEST_CASE("a tool conversation that moves at each turn ends right",
          "[formats][journey]") {
  // Each of the 24 orders of the four providers.
  auto order = one_model_each();
  std::ranges::sort(order);
  const stage at{json::object(), {}, native_configuration};
  bool stream = false;
  do {
    stream = !stream;
    CAPTURE(order, stream);
    json body{
        {"messages",
         {{{"role", "system"}, {"content", "Be exact."}},
          {{"role", "user"}, {"content", "Please call the tool 3 times."}}}},
        {"tools", {count}}};
    for (std::size_t turn = 0; turn < 3; ++turn) {
      body["model"] = order[turn];
      const auto got = ask(at, body, stream);
      const auto message = message_of(got);
      REQUIRE(message["tool_calls"].size() == 1);
      REQUIRE(got.header("x-bellwether-model") == order[turn]);
      body["messages"].push_back(as_sent_back(message));
      body["messages"].push_back(
          {{"role", "tool"},
           {"tool_call_id", message["tool_calls"][0]["id"]},
           {"content", std::to_string(7 * (turn + 1))}});
    }
    body["model"] = order[3];
    const auto end = message_of(ask(at, body, stream));
    CHECK(end["finish_reason"] == "stop");
    const auto text = end["content"].get<std::string>();
    CHECK_THAT(text, Catch::Contains("7; 14; 21"));
    CHECK_THAT(text, Catch::Contains("The sum is 42."));
  } while (std::ranges::next_permutation(order).found);
}

TEST_CASE("a thinking conversation moves to models that want proof",
          "[formats][journey]") {
  const auto from = GENERATE(as<std::string>{}, "gpt-5", "claude-sonnet-4-5",
                             "gemini-3-pro", "deepseek-reasoner");
  const auto to =
      GENERATE(as<std::string>{}, "gpt-5", "claude-sonnet-4-5",
               "claude-opus-4-6", "gemini-3-pro", "deepseek-reasoner");
  CAPTURE(from, to);
  const stage at{json::object(), {}, native_configuration};
  json body{
      {"model", from},
      {"messages",
       {{{"role", "user"}, {"content", "Please call the tool 1 times."}}}},
      {"tools", {count}},
      {"reasoning_effort", "medium"},
      {"max_completion_tokens", 16000}};
  const auto message = message_of(ask(at, body, false));
  body["messages"].push_back(as_sent_back(message));
  body["messages"].push_back({{"role", "tool"},
                              {"tool_call_id", message["tool_calls"][0]["id"]},
                              {"content", "5"}});
  body["model"] = to;
  const auto end = message_of(ask(at, body, false));
  CHECK_THAT(end["content"].get<std::string>(),
             Catch::Contains("The sum is 5."));
}

TEST_CASE("an outage in the middle of a tool conversation is not noticed",
          "[formats][journey]") {
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  const stage at{json::object(), {}, native_configuration};
  json body{
      {"model", "auto"},
      {"messages",
       {{{"role", "user"}, {"content", "Please call the tool 3 times."}}}},
      {"tools", {count}}};
  std::vector<std::string> who;
  for (const auto& provider : simulator::providers()) {
    const auto got = ask(at, body, stream);
    const auto message = message_of(got);
    who.push_back(got.header("x-bellwether-provider"));
    if (message["finish_reason"] == "stop") {
      CHECK_THAT(message["content"].get<std::string>(),
                 Catch::Contains("The sum is 12."));
      break;
    }
    body["messages"].push_back(as_sent_back(message));
    body["messages"].push_back(
        {{"role", "tool"},
         {"tool_call_id", message["tool_calls"][0]["id"]},
         {"content", "4"}});
    at.sim.fail(provider, "reset");
  }
  CHECK(
      who
      == std::vector<std::string>{"openai", "anthropic", "google", "deepseek"});
}

} // namespace bellwether::integration
