// Whole calls as files: the request and what it is as a chat completion, the
// completion and the response that it is, and the same as a stream.
#include "surfaces/responses/support.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace bellwether::surfaces::test;

namespace {

json golden(const std::string& name) {
  std::ifstream file(BELLWETHER_GOLDEN "/" + name + ".json");
  return json::parse(file);
}

// Responses stand in the files once: events name only their status.
std::vector<json> shortened(std::vector<json> events) {
  for (auto& event : events) {
    if (event.contains("response"))
      event["response"] = json(event["response"]["status"]);
  }
  return events;
}

} // namespace

TEST_CASE("whole calls are translated there and back", "[responses][golden]") {
  const auto name =
      GENERATE(as<std::string>{}, "text", "instructions", "images", "tools",
               "parallel_tools", "structured", "reasoning", "refusal");
  INFO(name);
  const auto file = golden(name);
  const auto call = open(file["request"]);
  CHECK(json::parse(call->take_chat()) == file["chat"]);
  CHECK(json::parse(call->answer(file["completion"].dump()))
        == file["response"]);
}

TEST_CASE("whole calls are streamed", "[responses][golden][stream]") {
  const auto name =
      GENERATE(as<std::string>{}, "text", "instructions", "images", "tools",
               "parallel_tools", "structured", "reasoning", "refusal");
  INFO(name);
  const auto file = golden(name);
  auto request = file["request"];
  request["stream"] = true;
  auto chat = file["chat"];
  chat["stream"] = true;
  chat["stream_options"]["include_usage"] = true;
  const auto call = open(request);
  CHECK(json::parse(call->take_chat()) == chat);
  const auto events = events_in(stream_of(*call, file["chunks"]));
  CHECK(order_fault(events) == "");
  CHECK(json(shortened(events)) == file["events"]);
  CHECK(events.back()["response"] == file["response"]);
}

TEST_CASE("the order that streams are held to is an order",
          "[responses][golden][stream]") {
  const auto file = golden("tools");
  const auto events =
      events_in(stream_of(*open(file["request"]), file["chunks"]));
  for (std::size_t at = 0; at + 1 < events.size(); ++at) {
    INFO(events[at]["type"]);
    auto shuffled = events;
    std::swap(shuffled[at], shuffled[at + 1]);
    std::swap(shuffled[at]["sequence_number"],
              shuffled[at + 1]["sequence_number"]);
    const bool same_kind = events[at]["type"] == events[at + 1]["type"];
    CHECK((same_kind || order_fault(shuffled) != ""));
    auto shorter = events;
    shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(at));
    CHECK(order_fault(shorter) != "");
  }
}
