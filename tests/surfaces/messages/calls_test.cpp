// Fragments of tool calls, as servers cut and mix them.
#include "surfaces/messages/exchange.hpp"
#include "surfaces/messages/message_events.hpp"

#include <catch2/catch.hpp>

#include <rapidcheck.h>

using namespace bellwether::surfaces::test;
using bellwether::providers::stream_event;

namespace {

json opening(const json& index, const std::string& id,
             const std::string& arguments) {
  json out = {{"id", id},
              {"type", "function"},
              {"function", {{"name", "f_" + id}, {"arguments", arguments}}}};
  if (!index.is_null())
    out["index"] = index;
  return out;
}

json more(const json& index, const std::string& arguments) {
  json out = {{"function", {{"arguments", arguments}}}};
  if (!index.is_null())
    out["index"] = index;
  return out;
}

stream_event calls(const std::vector<json>& fragments) {
  return chunk({{"tool_calls", json(fragments)}});
}

json used(const std::string& id, const json& input) {
  return {
      {"type", "tool_use"}, {"id", id}, {"name", "f_" + id}, {"input", input}};
}

json content_of(const std::vector<stream_event>& chunks) {
  return assemble(stream_of(chunks)).at("content");
}

// A chunk is JSON, so no server cuts within a character.
std::size_t whole_characters(const std::string& text, std::size_t length) {
  while (length < text.size()
         && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
    ++length;
  return length;
}

const std::vector<std::string> arguments = {
    R"({"a":"}{\"","b":[{"c":"\\"}],"d":{}})", R"( {"text":"]é"} )", "{}",
    R"({"x":1,"y":[[],{}]})"};

} // namespace

TEST_CASE("any cutting and mixing of fragments gives the same blocks",
          "[messages][stream][property]") {
  CHECK(rc::check("fragments", [] {
    const auto count = *rc::gen::inRange<std::size_t>(1, arguments.size() + 1);
    std::vector<stream_event> chunks;
    std::vector<std::pair<std::size_t, std::string>> unsent;
    json wanted = json::array();
    for (std::size_t i = 0; i < count; ++i) {
      const auto id = std::to_string(i);
      chunks.push_back(calls({opening(i, id, "")}));
      unsent.emplace_back(i, arguments[i]);
      wanted.push_back(used(id, json::parse(arguments[i])));
    }
    while (!unsent.empty()) {
      const auto one = *rc::gen::inRange<std::size_t>(0, unsent.size());
      auto& [index, rest] = unsent[one];
      const auto length =
          whole_characters(rest, *rc::gen::inRange<std::size_t>(0, 12) + 1);
      chunks.push_back(calls({more(index, rest.substr(0, length))}));
      rest.erase(0, length);
      if (rest.empty())
        unsent.erase(unsent.begin() + static_cast<std::ptrdiff_t>(one));
    }
    chunks.push_back(chunk(json::object(), "tool_calls"));
    RC_ASSERT(content_of(chunks) == wanted);
  }));
}

TEST_CASE("the next call is streamed as soon as the one before is complete",
          "[messages][stream]") {
  const auto call = accept(request_with({{"stream", true}}));
  std::string out;
  call->append_event(calls({opening(0, "a", "{\"x\":")}), out);
  call->append_event(calls({more(0, "1}")}), out);
  call->append_event(calls({opening(1, "b", "{\"y\"")}), out);
  const auto events = events_in(out);
  CHECK(events.back().at("index") == 1);
  CHECK(events.back().at("delta").at("partial_json") == "{\"y\"");
}

TEST_CASE("calls that share an index but not their ids are several",
          "[messages][stream]") {
  CHECK(content_of({calls({opening(0, "a", "{\"x\":1}")}),
                    calls({opening(0, "b", "")}), calls({more(0, "{}")})})
        == json({used("a", {{"x", 1}}), used("b", json::object())}));
}

TEST_CASE("fragments without an index belong to the call before them",
          "[messages][stream]") {
  CHECK(content_of({calls({opening(nullptr, "a", "{\"x\"")}),
                    calls({more(nullptr, ":1}")}),
                    calls({opening(nullptr, "b", "{}")})})
        == json({used("a", {{"x", 1}}), used("b", json::object())}));
}

TEST_CASE("a server that repeats id and name repeats no call",
          "[messages][stream]") {
  CHECK(content_of({calls({opening(0, "a", "{\"x\"")}),
                    calls({opening(0, "a", ":1}")})})
        == json({used("a", {{"x", 1}})}));
}

TEST_CASE("a call without arguments has an empty input", "[messages][stream]") {
  const std::string none = GENERATE("", "null", "[]", "\"\"");
  CHECK(content_of({calls({opening(0, "a", none)})})
        == json({used("a", json::object())}));
}

TEST_CASE("what follows a complete object is not passed on",
          "[messages][stream]") {
  CHECK(content_of(
            {calls({opening(0, "a", "{\"x\":1}\n{}")}), calls({more(0, "{}")})})
        == json({used("a", {{"x", 1}})}));
}

TEST_CASE("a call that the limit cut off keeps what it had",
          "[messages][stream]") {
  const auto events = events_in(
      stream_of({calls({opening(0, "a", "{\"x\":\"lo")}),
                 calls({opening(1, "b", "{\"y\":2}")}), chunk({}, "length")}));
  CHECK(broken_rule(events).empty());
  CHECK(events[2].at("delta").at("partial_json") == "{\"x\":\"lo");
  CHECK(events[events.size() - 2].at("delta").at("stop_reason")
        == "max_tokens");
}

TEST_CASE("a streamed call without an id gets one of its own",
          "[messages][stream]") {
  const auto content = content_of({calls({opening(0, "", "{}")})});
  CHECK(content.at(0).at("id") == "toolu_0_req-1");
}

TEST_CASE("a thought signature travels with the start of its call",
          "[messages][stream]") {
  auto signed_call = opening(0, "a", "{}");
  signed_call["extra_content"] = {{"google", {{"thought_signature", "s"}}}};
  const auto content = content_of({calls({signed_call})});
  CHECK(content.at(0).at("extra_content") == signed_call["extra_content"]);
}
