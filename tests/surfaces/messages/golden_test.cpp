#include "providers/stream_runs.hpp"
#include "surfaces/messages/exchange.hpp"
#include "surfaces/messages/message_events.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

using namespace bellwether;
using namespace bellwether::surfaces::test;

namespace {

std::string golden(const std::string& name, const std::string& file) {
  const auto path = std::string(BELLWETHER_SOURCE_DIR)
                    + "/tests/data/golden/messages/" + name + "/" + file;
  std::ifstream in(path);
  if (!in)
    throw std::runtime_error("no file " + path);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

json golden_json(const std::string& name, const std::string& file) {
  return json::parse(golden(name, file));
}

const auto all_cases = {"text",           "system",   "images",    "tools",
                        "parallel_tools", "thinking", "structured"};

} // namespace

TEST_CASE("a Messages request becomes the chat completion it stands for",
          "[messages][golden]") {
  const std::string name = GENERATE(values(all_cases));
  INFO(name);
  const auto request = golden_json(name, "request.json");
  CHECK(chat_of(request) == golden_json(name, "chat.json"));
}

TEST_CASE("the chat completion is one that Bellwether itself accepts",
          "[messages][golden]") {
  const std::string name = GENERATE(values(all_cases));
  INFO(name);
  const auto chat = accept(golden_json(name, "request.json"))->take_chat();
  const auto read = providers::read_chat_request(chat);
  REQUIRE(std::holds_alternative<domain::request_facts>(read));
  const auto& facts = std::get<domain::request_facts>(read);
  CHECK(facts.stream);
  CHECK(facts.wants_usage);
  CHECK(facts.max_output_tokens);
}

TEST_CASE("a chat completion becomes the Message it stands for",
          "[messages][golden]") {
  const std::string name = GENERATE(values(all_cases));
  INFO(name);
  const auto call = accept(golden_json(name, "request.json"));
  CHECK(json::parse(call->answer(golden(name, "completion.json")))
        == golden_json(name, "answer.json"));
}

TEST_CASE("a stream of chunks becomes the events of a Message",
          "[messages][golden][stream]") {
  const std::string name = GENERATE(values(all_cases));
  INFO(name);
  const auto chunks =
      providers::test::run_stream({golden(name, "chunks.sse")}).events;
  const auto call = accept(golden_json(name, "request.json"));
  const auto events = events_in(stream_of(*call, chunks));
  CHECK(broken_rule(events).empty());
  CHECK(json(events) == json(events_in(golden(name, "events.sse"))));
}

TEST_CASE("a stream adds up to what the plain answer says",
          "[messages][golden][stream]") {
  const std::string name = GENERATE(values(all_cases));
  INFO(name);
  const auto chunks =
      providers::test::run_stream({golden(name, "chunks.sse")}).events;
  const auto call = accept(golden_json(name, "request.json"));
  CHECK(assemble(stream_of(*call, chunks)) == golden_json(name, "answer.json"));
}
