#include "surfaces/responses/support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <rapidcheck.h>

using namespace bellwether;
using namespace bellwether::surfaces::test;

namespace {

// What a model says, before it is cut into pieces.
struct speech {
  std::string reasoning;
  std::string text;
  std::vector<std::string> arguments; ///< of one call each
};

rc::Gen<std::string> words() {
  return rc::gen::container<std::string>(
      rc::gen::element('a', 'b', ' ', '"', '\\', '\n', '{'));
}

speech any_speech() {
  return {*words(), *words(),
          *rc::gen::resize(
              4, rc::gen::container<std::vector<std::string>>(words()))};
}

std::vector<std::string> any_pieces(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto size = *rc::gen::inRange<std::size_t>(1, text.size() - at + 1);
    out.push_back(text.substr(at, size));
    at += size;
  }
  return out;
}

json call_piece(std::size_t index, const std::string& arguments, bool first) {
  auto piece = json{{"index", index}};
  if (first) {
    piece["id"] = "call_" + std::to_string(index);
    piece["function"]["name"] = "f" + std::to_string(index);
  }
  piece["function"]["arguments"] = arguments;
  auto delta = json::object();
  delta["tool_calls"] = json::array({piece});
  return chunk(delta);
}

// Calls begin in their order and then grow side by side.
void append_calls(const speech& said, std::vector<json>& out) {
  std::vector<std::pair<std::size_t, std::vector<std::string>>> rest;
  for (std::size_t at = 0; at < said.arguments.size(); ++at) {
    out.push_back(call_piece(at, "", true));
    auto pieces = any_pieces(said.arguments[at]);
    std::reverse(pieces.begin(), pieces.end());
    if (!pieces.empty())
      rest.emplace_back(at, std::move(pieces));
  }
  while (!rest.empty()) {
    const auto which = *rc::gen::inRange<std::size_t>(0, rest.size());
    auto& [index, pieces] = rest[which];
    out.push_back(call_piece(index, pieces.back(), false));
    pieces.pop_back();
    if (pieces.empty())
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(which));
  }
}

std::vector<json> any_chunks(const speech& said) {
  std::vector<json> out{chunk({{"role", "assistant"}, {"content", ""}})};
  for (const auto& piece : any_pieces(said.reasoning))
    out.push_back(chunk({{"reasoning_content", piece}}));
  for (const auto& piece : any_pieces(said.text))
    out.push_back(chunk({{"content", piece}}));
  append_calls(said, out);
  out.push_back(chunk(json::object(), "stop"));
  out.push_back(usage_chunk());
  return out;
}

json completion(const speech& said) {
  auto message = json::object();
  message["content"] = said.text;
  message["reasoning_content"] = said.reasoning;
  message["tool_calls"] = json::array();
  for (std::size_t at = 0; at < said.arguments.size(); ++at)
    message["tool_calls"].push_back(call_piece(
        at, said.arguments[at], true)["choices"][0]["delta"]["tool_calls"][0]);
  auto out = usage_chunk();
  auto choice = json{{"index", 0}};
  choice["message"] = message;
  choice["finish_reason"] = "stop";
  out["choices"].push_back(choice);
  return out;
}

} // namespace

TEST_CASE("however an answer is cut into pieces, the response is the same",
          "[responses][stream][properties]") {
  const bool holds = rc::check([] {
    const auto said = any_speech();
    auto request = json{{"model", "m"}, {"input", "hello"}};
    request["include"] = json::array({"reasoning.encrypted_content"});
    const auto events = events_in(stream_of(*open(request), any_chunks(said)));
    RC_ASSERT(order_fault(events) == "");
    const auto whole =
        json::parse(open(request)->answer(completion(said).dump()));
    RC_ASSERT(events.back()["response"] == whole);
  });
  CHECK(holds);
}

TEST_CASE("a stream that breaks anywhere ends in one failure",
          "[responses][stream][properties]") {
  const bool holds = rc::check([] {
    auto chunks = any_chunks(any_speech());
    chunks.resize(*rc::gen::inRange<std::size_t>(0, chunks.size()),
                  json::object());
    const auto call = open({{"model", "m"}, {"input", "hello"}});
    auto bytes = stream_of(*call, chunks, true);
    call->append_fault({"broken", "stream_interrupted", {}}, bytes);
    const auto events = events_in(bytes);
    RC_ASSERT(order_fault(events) == "");
    RC_ASSERT(events.back()["type"] == "response.failed");
  });
  CHECK(holds);
}
