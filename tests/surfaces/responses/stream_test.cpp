#include "surfaces/responses/support.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::surfaces::test;

namespace {

std::unique_ptr<surfaces::inbound> opened() {
  return open({{"model", "m"}, {"input", "hello"}, {"stream", true}});
}

std::vector<json> run(const std::vector<json>& chunks) {
  return events_in(stream_of(*opened(), chunks));
}

json call(int index, const std::string& id, const std::string& name,
          const std::string& arguments) {
  auto piece = json{{"index", index}};
  if (!id.empty())
    piece["id"] = id;
  if (!name.empty())
    piece["function"]["name"] = name;
  piece["function"]["arguments"] = arguments;
  auto delta = json::object();
  delta["tool_calls"] = json::array({piece});
  return chunk(delta);
}

const json role = chunk({{"role", "assistant"}, {"content", ""}});
const json stop = chunk(json::object(), "stop");

const surfaces::stream_fault cut{"The provider's stream broke off.",
                                 "stream_interrupted",
                                 {.prompt = 12, .completion = 3}};

} // namespace

TEST_CASE("the opening tells of a response in progress",
          "[responses][stream]") {
  const auto events = events_in(stream_of(*opened(), {role}, true));
  REQUIRE(events.size() == 2);
  CHECK(events[0]["type"] == "response.created");
  CHECK(events[1]["type"] == "response.in_progress");
  CHECK(events[0]["response"]["status"] == "in_progress");
  CHECK(events[0]["response"]["output"] == json::array());
  CHECK(events[0]["response"]["usage"] == nullptr);
}

TEST_CASE("every piece of text goes out at once", "[responses][stream]") {
  const auto call = opened();
  stream_of(*call, {role}, true);
  for (const auto* piece : {"Hel", "lo", "\n\"you\""}) {
    const auto events =
        events_in(stream_of(*call, {chunk({{"content", piece}})}, true));
    CHECK(events.back()["type"] == "response.output_text.delta");
    CHECK(events.back()["delta"] == piece);
  }
}

TEST_CASE("the end waits for what was used", "[responses][stream]") {
  const auto call = opened();
  stream_of(*call, {role, chunk({{"content", "a"}})}, true);
  CHECK(stream_of(*call, {stop, usage_chunk()}, true).find("response.completed")
        == std::string::npos);
  const auto events = events_in(stream_of(*call, {}));
  CHECK(events.back()["type"] == "response.completed");
  CHECK(events.back()["response"]["usage"]["total_tokens"] == 29);
}

TEST_CASE("there is no [DONE]", "[responses][stream]") {
  CHECK(stream_of(*opened(), {role, stop}).find("[DONE]") == std::string::npos);
}

TEST_CASE("a finish reason beside the last content counts",
          "[responses][stream]") {
  const auto events = run({role, chunk({{"content", "a"}}, "length")});
  CHECK(order_fault(events) == "");
  CHECK(events.back()["type"] == "response.incomplete");
  CHECK(events.back()["response"]["incomplete_details"]["reason"]
        == "max_output_tokens");
  CHECK(events.back()["response"]["output"][0]["status"] == "incomplete");
}

TEST_CASE("parallel calls that come interleaved go out one after the other",
          "[responses][stream]") {
  const auto events =
      run({role, call(0, "a", "f", ""), call(1, "b", "g", R"({"y")"),
           call(0, "", "", R"({"x":)"), call(1, "", "", ":2}"),
           call(0, "", "", "1}"), chunk(json::object(), "tool_calls")});
  CHECK(order_fault(events) == "");
  const auto& output = events.back()["response"]["output"];
  REQUIRE(output.size() == 2);
  CHECK(output[0]["arguments"] == R"({"x":1})");
  CHECK(output[1]["arguments"] == R"({"y":2})");
  CHECK(output[1]["call_id"] == "b");
}

TEST_CASE("the first of parallel calls goes out as it comes",
          "[responses][stream]") {
  const auto one = opened();
  stream_of(*one, {role, call(0, "a", "f", ""), call(1, "b", "g", "")}, true);
  const auto events = events_in(stream_of(*one, {call(0, "", "", "{")}, true));
  REQUIRE(events.size() == 1);
  CHECK(events[0]["type"] == "response.function_call_arguments.delta");
  CHECK(events[0]["delta"] == "{");
}

TEST_CASE("text behind a call is an item of its own", "[responses][stream]") {
  const auto events =
      run({role, call(0, "a", "f", "{}"), chunk({{"content", "wait"}}), stop});
  CHECK(order_fault(events) == "");
  CHECK(events.back()["response"]["output"][1]["content"][0]["text"] == "wait");
}

TEST_CASE("a call is told of once it has a name", "[responses][stream]") {
  const auto events = run({role, call(0, "a", "", ""), call(0, "", "f", "{"),
                           call(0, "", "f", "}"), stop});
  CHECK(order_fault(events) == "");
  CHECK(events[2]["item"]["name"] == "f");
  CHECK(events.back()["response"]["output"][0]["name"] == "f");
}

TEST_CASE("calls without an index are told apart by their ids",
          "[responses][stream]") {
  const auto piece = [](const std::string& members) {
    return chunk(json::parse(R"({"tool_calls":[{)" + members + "}]}"));
  };
  const auto events = run(
      {role, piece(R"("id":"a","function":{"name":"f","arguments":"{"})"),
       piece(R"("function":{"arguments":"}"})"),
       piece(R"("id":"b","function":{"name":"g","arguments":"[]"})"), stop});
  CHECK(order_fault(events) == "");
  const auto& output = events.back()["response"]["output"];
  REQUIRE(output.size() == 2);
  CHECK(output[0]["arguments"] == "{}");
  CHECK(output[1]["name"] == "g");
}

TEST_CASE("a stream that says nothing holds an empty message",
          "[responses][stream]") {
  const auto events = run({role, stop});
  CHECK(order_fault(events) == "");
  CHECK(events.back()["response"]["output"][0]["content"][0]["text"] == "");
}

TEST_CASE("a refusal behind text is a part of its own", "[responses][stream]") {
  const auto events = run(
      {role, chunk({{"content", "Well"}}), chunk({{"refusal", "No."}}), stop});
  CHECK(order_fault(events) == "");
  const auto& content = events.back()["response"]["output"][0]["content"];
  REQUIRE(content.size() == 2);
  CHECK(content[1] == json::parse(R"({"type":"refusal","refusal":"No."})"));
}

TEST_CASE("logprobs go with their piece", "[responses][stream]") {
  auto first = chunk({{"content", "a"}});
  first["choices"][0]["logprobs"]["content"] =
      json::parse(R"([{"token":"a","logprob":-1}])");
  auto second = chunk({{"content", "b"}});
  second["choices"][0]["logprobs"]["content"] =
      json::parse(R"([{"token":"b","logprob":-2}])");
  const auto events = run({role, first, second, stop});
  CHECK(order_fault(events) == "");
  CHECK(events[5]["logprobs"]
        == json::parse(R"([{"token":"b","logprob":-2}])"));
  CHECK(events.back()["response"]["output"][0]["content"][0]["logprobs"].size()
        == 2);
}

TEST_CASE("a broken stream ends in an error and a failed response",
          "[responses][stream]") {
  const auto call = opened();
  auto bytes = stream_of(*call, {role, chunk({{"content", "Hel"}})}, true);
  call->append_fault(cut, bytes);
  const auto events = events_in(bytes);
  CHECK(order_fault(events) == "");
  const auto& error = events[events.size() - 2];
  CHECK(error["type"] == "error");
  CHECK(error["code"] == "stream_interrupted");
  CHECK(error["message"] == cut.message);
  CHECK(error["param"] == nullptr);
  const auto& response = events.back()["response"];
  CHECK(response["status"] == "failed");
  CHECK(response["error"]["code"] == "server_error");
  CHECK(response["output"][0]["status"] == "incomplete");
  CHECK(response["output"][0]["content"][0]["text"] == "Hel");
  CHECK(response["usage"]["input_tokens"] == 12);
  CHECK(response["usage"]["estimated"] == true);
}

TEST_CASE("nothing follows the end of a stream", "[responses][stream]") {
  const auto call = opened();
  stream_of(*call, {role, stop});
  std::string out;
  call->append_fault(cut, out);
  CHECK(out.empty());
  CHECK(stream_of(*call, {chunk({{"content", "a"}})}).empty());
}

TEST_CASE("a stream that broke before it began is still a stream",
          "[responses][stream]") {
  std::string out;
  opened()->append_fault(cut, out);
  CHECK(order_fault(events_in(out)) == "");
}
