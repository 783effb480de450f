#include "surfaces/completions/support.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::surfaces::test;

namespace {

std::string chunk(const std::string& delta, const std::string& finish = "null",
                  int index = 0) {
  return R"({"id":"x","model":"got","choices":[{"index":)"
         + std::to_string(index) + R"(,"delta":)" + delta
         + R"(,"finish_reason":)" + finish + "}]}";
}

std::string run(surfaces::inbound& call,
                const std::vector<std::string>& chunks) {
  std::string out;
  for (const auto& each : chunks) {
    providers::stream_event event;
    event.json = each;
    call.append_event(event, out);
  }
  return out;
}

std::vector<json> events_in(const std::string& stream) {
  std::vector<json> out;
  for (std::size_t at = 0; at < stream.size();) {
    const auto end = stream.find("\n\n", at);
    REQUIRE(stream.substr(at, 6) == "data: ");
    out.push_back(json::parse(stream.substr(at + 6, end - at - 6)));
    at = end + 2;
  }
  return out;
}

std::string text_of(const std::vector<json>& events, int index = 0) {
  std::string out;
  for (const auto& event : events) {
    for (const auto& choice : event["choices"]) {
      if (choice["index"] == index)
        out += choice["text"].get<std::string>();
    }
  }
  return out;
}

const std::string role = chunk(R"({"role":"assistant","content":""})");

} // namespace

TEST_CASE("chunks have the legacy shape", "[completions][stream]") {
  const auto call = open(request());
  const auto events =
      events_in(run(*call, {role, chunk(R"({"content":" upon"})"),
                            chunk("{}", R"("stop")")}));
  REQUIRE(events.size() == 3);
  CHECK(events[0]["choices"][0]["text"] == "");
  CHECK(events[1] == json::parse(R"({"id":"cmpl-call1",
      "object":"text_completion","created":1700000000,"model":"got",
      "choices":[{"text":" upon","index":0,"logprobs":null,
                  "finish_reason":null}]})"));
  CHECK(events[2]["choices"][0]["finish_reason"] == "stop");
  std::string end;
  call->append_end(end);
  CHECK(end == "data: [DONE]\n\n");
}

TEST_CASE("an echo opens the stream of every choice", "[completions][stream]") {
  const auto events =
      events_in(run(*open(request(R"("echo":true,"n":2)")),
                    {role, chunk(R"({"content":" a"})"),
                     chunk(R"({"content":" b"})", "null", 1),
                     chunk("{}", R"("stop")"), chunk("{}", R"("stop")", 1)}));
  CHECK(text_of(events, 0) == "Once a");
  CHECK(text_of(events, 1) == "Once b");
}

TEST_CASE("thoughts are left out of a stream", "[completions][stream]") {
  const auto call = open(request());
  run(*call, {role});
  CHECK(run(*call, {chunk(R"({"reasoning_content":"hm"})")}).empty());
}

TEST_CASE("the usage chunk has no choices", "[completions][stream]") {
  const auto events = events_in(
      run(*open(request()),
          {R"({"model":"got","choices":[],"usage":{"total_tokens":3}})"}));
  REQUIRE(events.size() == 1);
  CHECK(events[0]["choices"] == json::array());
  CHECK(events[0]["usage"]["total_tokens"] == 3);
}

TEST_CASE("a broken stream ends in an error and no [DONE]",
          "[completions][stream]") {
  std::string out;
  open(request())->append_fault(
      {"broken", "stream_interrupted", {.prompt = 2, .completion = 1}}, out);
  CHECK(json::parse(out.substr(6))["error"] == json::parse(R"({
      "message":"broken","type":"upstream_error","param":null,
      "code":"stream_interrupted","usage":{"prompt_tokens":2,
      "completion_tokens":1,"total_tokens":3,"estimated":true}})"));
}
