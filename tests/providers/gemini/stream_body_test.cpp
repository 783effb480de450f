#include "providers/gemini/codec.hpp"
#include "providers/stream_runs.hpp"

#include <catch2/catch.hpp>

#include <rapidcheck.h>

using namespace bellwether;
using namespace bellwether::providers;
using namespace bellwether::providers::test;
using enum domain::failure_class;

namespace {

const std::string hello =
    R"({"candidates":[{"content":{"parts":[{"text":"hello"}]},"index":0}]})";
const std::string end =
    R"({"candidates":[{"content":{"parts":[{"text":"."}]},)"
    R"("finishReason":"STOP","index":0}],)"
    R"("usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2}})";
const std::string error = R"({
  "error": {
    "code": 503,
    "message": "The model is overloaded.",
    "status": "UNAVAILABLE"
  }
}
)";

std::string data(const std::string& json) {
  return "data: " + json + "\r\n\r\n";
}

stream_run run(const std::vector<std::string>& pieces) {
  return run_stream(*make_gemini_codec(), pieces);
}

} // namespace

TEST_CASE("without alt=sse a stream is an array of fragments",
          "[gemini][stream]") {
  const auto out = run({"[" + hello + "\n,\r\n" + end + "\n]"});
  CHECK(kinds(out) == "rccfu");
  CHECK(out.complete);
}

TEST_CASE("a whole answer instead of a stream is decoded", "[gemini][stream]") {
  const auto out = run({"\xEF\xBB\xBF\n " + end.substr(0, 9), end.substr(9)});
  CHECK(kinds(out) == "rcfu");
  CHECK(out.complete);
}

TEST_CASE("a bare error body in the middle of a stream is an error",
          "[gemini][stream]") {
  const auto body = GENERATE_COPY(as<std::string>{}, error, "[" + error + "]",
                                  "\r\n" + error);
  CHECK(failure_of(run({body})) == overloaded);
  const auto later = run({data(hello), body});
  CHECK(failure_of(later) == overloaded);
  CHECK(kinds(later) == "rc");
}

TEST_CASE("an array that breaks off is truncated", "[gemini][stream]") {
  CHECK(failure_of(run({"[" + hello + ",\n"})) == truncated);
  CHECK(failure_of(run({"[" + hello + "]"})) == truncated);
  CHECK(failure_of(run({"["})) == truncated);
}

TEST_CASE("an array's error ends it", "[gemini][stream]") {
  const auto out = run({"[" + hello + "," + error + "]"});
  CHECK(failure_of(out) == overloaded);
  CHECK(kinds(out) == "rc");
}

TEST_CASE("a page instead of a stream is no answer", "[gemini][stream]") {
  CHECK(failure_of(run({"\n<html>", "</html>"})) == bad_answer);
}

TEST_CASE("a stream decodes alike wherever it is cut",
          "[gemini][stream][property]") {
  const auto piece = rc::gen::element(
      data(hello), data(end), data(error), error, std::string("[\n"),
      std::string("{\r"), std::string("data: "), std::string(": c\r\r"),
      std::string("\r\n"), std::string("<a>\n"), hello + "\n",
      std::string("data: {\"usageMetadata\":{\"promptTokenCount\":1}}\n\n"));
  CHECK(rc::check("split", [&] {
    std::string whole;
    for (const auto& part :
         *rc::gen::container<std::vector<std::string>>(piece))
      whole += part;
    const auto cut = *rc::gen::inRange<std::size_t>(0, whole.size() + 1);
    const auto at_once = run({whole});
    const auto split = run({whole.substr(0, cut), whole.substr(cut)});
    RC_ASSERT(kinds(split) == kinds(at_once));
    RC_ASSERT(split.complete == at_once.complete);
    RC_ASSERT(failure_of(split) == failure_of(at_once));
    RC_ASSERT(split.usage == at_once.usage);
    for (std::size_t i = 0; i < split.events.size(); ++i)
      RC_ASSERT(split.events[i].json == at_once.events[i].json);
  }));
}
