// What a model thought has to come back to it unchanged in tool loops.
#include "surfaces/responses/support.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::surfaces::test;

namespace {

const json question = json::parse(R"({"role":"user","content":"Weather?"})");

json request(bool sealed) {
  auto out = json{{"model", "m"}};
  out["input"] = json::array({question});
  if (sealed)
    out["include"] = json::array({"reasoning.encrypted_content"});
  return out;
}

json completion(const std::string& message) {
  return json::parse(R"({"model":"m","choices":[{"index":0,"message":)"
                     + message + R"(,"finish_reason":"tool_calls"}]})");
}

// The messages of the call that follows: all items of the answer go back, with
// a result behind them.
json next_turn(const json& response) {
  auto again = request(true);
  for (const auto& item : response["output"])
    again["input"].push_back(item);
  again["input"].push_back(json::parse(
      R"({"type":"function_call_output","call_id":"c1","output":"9 C"})"));
  return chat_of(again)["messages"];
}

const std::string call =
    R"({"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}})";

} // namespace

TEST_CASE("signed thinking comes back in the next turn of a tool loop",
          "[responses][reasoning]") {
  const std::string message =
      R"({"role":"assistant","content":"Let me look.","tool_calls":[)" + call
      + R"(],"thinking_blocks":[{"type":"thinking","thinking":"Hm\n",
           "signature":"c2ln"},{"type":"redacted_thinking","data":"x"}],
           "reasoning_content":"Hm\n"})";
  const auto response =
      json::parse(open(request(true))->answer(completion(message).dump()));
  CHECK(response["output"][0]["type"] == "reasoning");
  CHECK(response["output"][0]["summary"][0]["text"] == "Hm\n");
  const auto messages = next_turn(response);
  REQUIRE(messages.size() == 3);
  CHECK(messages[1] == json::parse(message));
  CHECK(messages[2]["role"] == "tool");
}

TEST_CASE("reasoning without a signature comes back too",
          "[responses][reasoning]") {
  const std::string message =
      R"({"role":"assistant","content":null,"tool_calls":[)" + call
      + R"(],"reasoning_content":"Hm"})";
  CHECK(next_turn(json::parse(
            open(request(true))->answer(completion(message).dump())))[1]
        == json::parse(message));
}

TEST_CASE("a call's thought signature comes back", "[responses][reasoning]") {
  auto signed_call = json::parse(call);
  signed_call["extra_content"]["google"]["thought_signature"] = "c2ln";
  const std::string message =
      R"({"role":"assistant","content":null,"tool_calls":[)"
      + signed_call.dump() + "]}";
  CHECK(next_turn(json::parse(
            open(request(false))->answer(completion(message).dump())))[1]
        == json::parse(message));
}

TEST_CASE("reasoning is sealed only for those who ask",
          "[responses][reasoning]") {
  const auto response = json::parse(open(request(false))
                                        ->answer(completion(R"({"content":"a",
      "reasoning_content":"Hm","thinking_blocks":[{"type":"thinking",
      "thinking":"Hm","signature":"s"}]})")
                                                     .dump()));
  CHECK(response["output"][0]
        == json::parse(R"({"id":"rs_call-1_0","type":"reasoning",
             "summary":[{"type":"summary_text","text":"Hm"}]})"));
}

TEST_CASE("thinking between texts keeps its place over a stream",
          "[responses][reasoning][stream]") {
  const auto blocks = [](const std::string& text) {
    return R"({"thinking_blocks":[{"type":"thinking","thinking":")" + text
           + R"(","signature":"s)" + text + R"("}]})";
  };
  const auto events = events_in(stream_of(
      *open(request(true)),
      {chunk({{"reasoning_content", "a"}}), chunk(json::parse(blocks("a"))),
       chunk({{"content", "one"}}), chunk({{"reasoning_content", "b"}}),
       chunk(json::parse(blocks("b"))),
       chunk(json::parse(R"({"tool_calls":[{"index":0,"id":"c1",
           "function":{"name":"f","arguments":"{}"}}]})")),
       chunk(json::object(), "tool_calls")}));
  CHECK(order_fault(events) == "");
  const auto messages = next_turn(events.back()["response"]);
  REQUIRE(messages.size() == 4);
  CHECK(messages[1]
        == json::parse(R"({"role":"assistant","content":"one","thinking_blocks":
      [{"type":"thinking","thinking":"a","signature":"sa"}],
      "reasoning_content":"a"})"));
  CHECK(messages[2]["thinking_blocks"][0]["signature"] == "sb");
  CHECK(messages[2]["tool_calls"].size() == 1);
}

TEST_CASE("redacted thinking alone is an item only for those who can use it",
          "[responses][reasoning][stream]") {
  const bool sealed = GENERATE(true, false);
  const auto events = events_in(stream_of(
      *open(request(sealed)),
      {chunk(json::parse(
           R"({"thinking_blocks":[{"type":"redacted_thinking","data":"x"}]})")),
       chunk({{"content", "a"}}), chunk(json::object(), "stop")}));
  CHECK(order_fault(events) == "");
  CHECK(events.back()["response"]["output"].size() == (sealed ? 2U : 1U));
}

TEST_CASE("the older name of reasoning is read", "[responses][reasoning]") {
  const auto response = json::parse(
      open(request(false))
          ->answer(completion(R"({"content":"a","reasoning":"Hm"})").dump()));
  CHECK(response["output"][0]["summary"][0]["text"] == "Hm");
}
