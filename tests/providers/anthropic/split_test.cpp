#include "providers/anthropic/streaming.hpp"

#include <catch2/catch.hpp>

#include <rapidcheck.h>

using namespace bellwether::providers;
using namespace bellwether::providers::test;

namespace {

std::string with_line_ends(std::string text, std::string_view end) {
  for (auto at = text.find('\n'); at != text.npos;
       at = text.find('\n', at + end.size()))
    text.replace(at, 1, end);
  return text;
}

const std::string full_stream =
    message_start() + block_start(0, {{"type", "thinking"}, {"thinking", ""}})
    + block_delta(0, "thinking_delta", "thinking", "hm\n")
    + block_delta(0, "signature_delta", "signature", "s") + block_stop(0)
    + text_block(1, "wörld 🙂") + tool_start(2, "a") + tool_piece(2, "{\"x\"")
    + tool_piece(2, ":1}") + block_stop(2) + tool_start(3, "b") + block_stop(3)
    + message_delta("tool_use") + message_stop();

void require_same(const stream_run& split, const stream_run& whole) {
  REQUIRE(kinds(split) == kinds(whole));
  REQUIRE(split.complete == whole.complete);
  REQUIRE(failure_of(split) == failure_of(whole));
  REQUIRE(split.usage == whole.usage);
  for (std::size_t i = 0; i < whole.events.size(); ++i)
    REQUIRE(split.events[i].json == whole.events[i].json);
}

} // namespace

TEST_CASE("a stream cut at every byte gives the same events",
          "[anthropic][stream][property]") {
  const auto bytes = with_line_ends(full_stream, GENERATE("\n", "\r\n", "\r"));
  const auto whole = run({bytes});
  REQUIRE(whole.complete);
  REQUIRE(kinds(whole) == "rccccccccfu");
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut)
    require_same(run({bytes.substr(0, cut), bytes.substr(cut)}), whole);
}

TEST_CASE("a stream byte by byte gives the same events",
          "[anthropic][stream][property]") {
  std::vector<std::string> pieces;
  pieces.reserve(full_stream.size());
  for (const char c : full_stream)
    pieces.emplace_back(1, c);
  require_same(run(pieces), run({full_stream}));
}

TEST_CASE("any events in any order come to the same however they are cut",
          "[anthropic][stream][property]") {
  const auto pick = rc::gen::element<std::string>(
      message_start(), message_delta(), message_stop(), text_block(0, "é"),
      tool_start(1, "a"), tool_piece(1, "{}"), block_stop(1),
      event({{"type", "ping"}}), std::string("data: oops\n\n"),
      event({{"type", "error"}, {"error", {{"type", "api_error"}}}}));
  CHECK(rc::check("splitting", [&] {
    std::string bytes;
    for (const auto& part : *rc::gen::container<std::vector<std::string>>(pick))
      bytes += part;
    const auto cut = *rc::gen::inRange<std::size_t>(0, bytes.size() + 1);
    const auto whole = run({bytes});
    const auto split = run({bytes.substr(0, cut), bytes.substr(cut)});
    RC_ASSERT(kinds(split) == kinds(whole));
    RC_ASSERT(split.complete == whole.complete);
    RC_ASSERT(failure_of(split) == failure_of(whole));
    for (std::size_t i = 0; i < whole.events.size(); ++i)
      RC_ASSERT(split.events[i].json == whole.events[i].json);
  }));
}
