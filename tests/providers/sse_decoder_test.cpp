#include "providers/sse_decoder.hpp"

#include <catch2/catch.hpp>

#include <rapidcheck.h>
#include <utility>
#include <vector>

using bellwether::providers::sse_decoder;

namespace {

using named_data = std::pair<std::string, std::string>;
using step = sse_decoder::step;

struct outcome {
  std::vector<named_data> events;
  bool too_large = false;

  bool operator==(const outcome&) const = default;
};

outcome decode(const std::vector<std::string>& pieces,
               std::size_t limit = sse_decoder::default_limit) {
  outcome out;
  sse_decoder decoder(limit);
  for (const auto& piece : pieces) {
    // A copy that dies at once: nothing may refer to it later.
    const std::string bytes(piece.data(), piece.size());
    decoder.feed(bytes);
    step now{};
    while ((now = decoder.next()) == step::event)
      out.events.emplace_back(decoder.name(), decoder.data());
    if (now == step::too_large) {
      out.too_large = true;
      return out;
    }
  }
  if (decoder.finish() == step::event)
    out.events.emplace_back(decoder.name(), decoder.data());
  return out;
}

std::vector<named_data> events_of(const std::string& text) {
  return decode({text}).events;
}

} // namespace

TEST_CASE("every kind of line end separates events", "[providers][sse]") {
  const std::string end = GENERATE("\n", "\r\n", "\r");
  const auto found = events_of("data: a" + end + end + "data: b" + end + end);
  CHECK(found == std::vector<named_data>{{"", "a"}, {"", "b"}});
}

TEST_CASE("line ends may be mixed", "[providers][sse]") {
  CHECK(events_of("data: a\r\n\ndata: b\n\r\ndata: c\r\rdata: d\n\r")
        == std::vector<named_data>{{"", "a"}, {"", "b"}, {"", "c"}, {"", "d"}});
}

TEST_CASE("lines of data are joined by a line end", "[providers][sse]") {
  CHECK(events_of("data: a\ndata:b\ndata:  c\ndata\n\n")
        == std::vector<named_data>{{"", "a\nb\n c\n"}});
}

TEST_CASE("comments, ids and unknown fields are passed over",
          "[providers][sse]") {
  CHECK(events_of(": keep-alive\n\n:\nid: 7\nretry: 100\nfoo: x\ndata: a\n\n")
        == std::vector<named_data>{{"", "a"}});
}

TEST_CASE("an event has its name and passes it to no other",
          "[providers][sse]") {
  CHECK(events_of("event: error\ndata: a\n\nevent: lost\n\ndata: b\n\n")
        == std::vector<named_data>{{"error", "a"}, {"", "b"}});
}

TEST_CASE("a byte order mark is not a part of the first field",
          "[providers][sse]") {
  CHECK(events_of("\xEF\xBB\xBF"
                  "data: a\n\n")
        == std::vector<named_data>{{"", "a"}});
  CHECK(decode({"\xEF",
                "\xBB\xBF"
                "da",
                "ta: a\n", "data: b\n\n"})
            .events
        == std::vector<named_data>{{"", "a\nb"}});
}

TEST_CASE("the end of the stream closes what was left open",
          "[providers][sse]") {
  CHECK(events_of("data: a\n\ndata: b")
        == std::vector<named_data>{{"", "a"}, {"", "b"}});
  CHECK(events_of("data: a\n") == std::vector<named_data>{{"", "a"}});
  CHECK(events_of(": nothing").empty());
}

TEST_CASE("a line or an event over the limit ends the stream",
          "[providers][sse]") {
  const std::string line(60, 'x');
  CHECK(decode({"data: " + line + "\n\n"}, 100).too_large == false);
  CHECK(decode({"data: " + line + line + "\n\n"}, 100).too_large);
  CHECK(decode({"data: " + line + "\ndata: " + line + "\n\n"}, 100).too_large);
  CHECK(decode({"data: ", line, line, line}, 100).too_large);
  CHECK(decode({": ", line, line, line}, 100).too_large);
}

TEST_CASE("a stream of bare CRs takes no more than linear time",
          "[providers][sse]") {
  CHECK(events_of(std::string(4'000'000, '\r')).empty());
}

TEST_CASE("a stream means the same wherever it is cut",
          "[providers][sse][property]") {
  const auto piece = rc::gen::element<std::string>(
      "data: ", "data:x", "event: e", ":", "\n", "\r", "\r\n", "\n\n", "a", " ",
      "\xEF\xBB\xBF", "data: {\"a\":1}\n\n");
  CHECK(rc::check("split", [&] {
    const auto parts = *rc::gen::container<std::vector<std::string>>(piece);
    std::string whole;
    for (const auto& part : parts)
      whole += part;
    std::vector<std::string> bytes;
    for (const char c : whole)
      bytes.emplace_back(1, c);
    const std::size_t limit = *rc::gen::element<std::size_t>(12, 1000);
    const auto cut = *rc::gen::inRange<std::size_t>(0, whole.size() + 1);
    const auto at_once = decode({whole}, limit);
    RC_ASSERT(decode(parts, limit) == at_once);
    RC_ASSERT(decode(bytes, limit) == at_once);
    RC_ASSERT(decode({whole.substr(0, cut), whole.substr(cut)}, limit)
              == at_once);
  }));
}
