#include "providers/openai/openai_shape.hpp"
#include "providers/stream_runs.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <rapidcheck.h>

using namespace bellwether;
using namespace bellwether::providers;
using namespace bellwether::providers::test;
using nlohmann::json;

namespace {

const std::string done = "data: [DONE]\n\n";

std::string data(const std::string& json) {
  return "data: " + json + "\n\n";
}

std::string choice(const std::string& inside) {
  return data(R"({"choices":[{)" + inside + "}]}");
}

std::string pieces(const std::string& calls) {
  return choice(R"("delta":{"tool_calls":[)" + calls + "]}");
}

std::string finish(const std::string& reason) {
  return choice(R"("delta":{},"finish_reason":)" + reason);
}

std::vector<json> chunks(const std::string& stream,
                         openai_dialect dialect = openai_dialect::compatible) {
  const auto run = run_stream(*make_openai_codec(dialect), {stream});
  CHECK_FALSE(run.failed);
  std::vector<json> out;
  for (const auto& event : run.events) {
    out.push_back(json::parse(event.json));
    CAPTURE(event.json);
    CHECK(wrong_chunk(out.back()).empty());
  }
  return out;
}

json first_choice(const json& chunk) {
  return chunk.at("choices").at(0);
}

// All pieces of the stream's calls, one behind the other.
std::vector<json> call_pieces_of(const std::string& stream) {
  std::vector<json> out;
  for (const auto& chunk : chunks(stream + finish("\"stop\"") + done)) {
    const auto delta = first_choice(chunk).at("delta");
    for (const auto& piece : delta.value("tool_calls", json::array()))
      out.push_back(piece);
  }
  return out;
}

json last_finish(const std::string& stream,
                 openai_dialect dialect = openai_dialect::compatible) {
  return first_choice(chunks(stream, dialect).back()).at("finish_reason");
}

} // namespace

TEST_CASE("all chunks have the first id, time and model that were said",
          "[openai][stream]") {
  const auto out = chunks(
      data(R"({"id":"","model":"","choices":[]})")
      + data(R"({"id":"a","created":3,"model":"m","choices":[{"index":0,)"
             R"("delta":{"content":"x"}}]})")
      + data(R"({"id":"b","created":4,"model":"n","choices":[{"index":0,)"
             R"("delta":{},"finish_reason":"stop"}]})")
      + data(R"({"id":"c","choices":[],"usage":{"prompt_tokens":1,)"
             R"("completion_tokens":2}})")
      + done);
  REQUIRE(out.size() == 3);
  for (const auto& chunk : out) {
    CHECK(chunk.at("id") == "a");
    CHECK(chunk.at("created") == 3);
    CHECK(chunk.at("model") == "m");
  }
  CHECK(out[2].at("usage").at("total_tokens") == 3);
}

TEST_CASE("a stream that never says who it is gets a name",
          "[openai][stream]") {
  const auto decoder =
      make_openai_codec()->decode_stream({7, "req-1", "up", false});
  std::vector<stream_event> events;
  CHECK_FALSE(decoder->feed(choice(R"("delta":{"content":"x"})"), events));
  const auto chunk = json::parse(events.at(0).json);
  CHECK(chunk.at("id") == "chatcmpl-req-1");
  CHECK(chunk.at("created") == 7);
  CHECK(chunk.at("model") == "up");
}

TEST_CASE("an empty role is none", "[openai][stream]") {
  const auto role = GENERATE(as<std::string>{}, R"("")", "null");
  const auto out =
      chunks(choice(R"("delta":{"content":"x","role":)" + role + "}") + done);
  CHECK_FALSE(first_choice(out[0]).at("delta").contains("role"));
  CHECK(first_choice(out[0]).at("delta").at("content") == "x");
}

TEST_CASE("choices:[] in the middle of a stream is no event",
          "[openai][stream]") {
  const auto part = choice(R"("delta":{"content":"x"})");
  CHECK(chunks(part + data(R"({"choices":[]})") + part + finish("\"stop\"")
               + done)
            .size()
        == 3);
}

TEST_CASE("a finish reason of null or \"\" finishes nothing",
          "[openai][stream]") {
  const auto reason = GENERATE(as<std::string>{}, "null", R"("")");
  const auto part =
      choice(R"("delta":{"content":"x"},"finish_reason":)" + reason);
  CHECK(first_choice(chunks(part + done)[0]).at("finish_reason").is_null());
  CHECK(failure_of(run_stream({part})) == domain::failure_class::truncated);
}

TEST_CASE("no provider's own finish reason reaches a stream's caller",
          "[openai][stream]") {
  const auto [said, expected] = GENERATE(table<std::string, std::string>({
      {"eos", "stop"},
      {"end_turn", "stop"},
      {"MAX_TOKENS", "length"},
      {"RECITATION", "content_filter"},
  }));
  CHECK(last_finish(finish('"' + said + '"') + done) == expected);
}

TEST_CASE("a stream that stops with tool calls says so", "[openai][stream]") {
  const auto calls = pieces(R"({"index":0,"id":"a","type":"function",)"
                            R"("function":{"name":"f","arguments":"{}"}})");
  const auto end =
      GENERATE(as<std::string>{}, "", finish("\"stop\""), finish("\"eos\""));
  CHECK(last_finish(calls + end + done) == "tool_calls");
  CHECK(last_finish(calls + finish("\"stop\"") + done, openai_dialect::openai)
        == "stop");
  CHECK(last_finish(calls + finish("\"length\"") + done) == "length");
}

TEST_CASE("calls in one choice do not finish another", "[openai][stream]") {
  const auto out = chunks(
      data(R"({"choices":[{"index":1,"delta":{"tool_calls":[{"id":"a"}]}}]})")
      + data(R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})")
      + data(R"({"choices":[{"index":1,"delta":{},"finish_reason":"stop"}]})"));
  CHECK(first_choice(out[1]).at("finish_reason") == "stop");
  CHECK(first_choice(out[2]).at("finish_reason") == "tool_calls");
}

TEST_CASE("calls without an index are told apart by their ids",
          "[openai][stream]") {
  const auto out = call_pieces_of(
      pieces(R"({"id":"a","function":{"name":"f","arguments":"{"}},)"
             R"({"id":"b","function":{"name":"g","arguments":"{}"}})")
      + pieces(R"({"id":"a","function":{"arguments":"}"}})")
      + pieces(R"({"function":{"arguments":" "}})"));
  REQUIRE(out.size() == 4);
  CHECK(out[0].at("index") == 0);
  CHECK(out[1].at("index") == 1);
  CHECK(out[2].at("index") == 0);
  CHECK(out[3].at("index") == 1);
}

TEST_CASE("calls without index and id are told apart by their names",
          "[openai][stream]") {
  const auto out =
      call_pieces_of(pieces(R"({"function":{"name":"f","arguments":"{"}})")
                     + pieces(R"({"function":{"arguments":"}"}})")
                     + pieces(R"({"function":{"name":"f","arguments":"{}"}})"));
  REQUIRE(out.size() == 3);
  CHECK(out[0].at("index") == 0);
  CHECK(out[1].at("index") == 0);
  CHECK(out[2].at("index") == 1);
  CHECK(out[0].at("id") != out[2].at("id"));
  CHECK(out[0].at("type") == "function");
}

TEST_CASE("calls that Ollama all numbers 0 are told apart",
          "[openai][stream]") {
  const auto call = [](const std::string& id) {
    return pieces(R"({"index":0,"id":")" + id
                  + R"(","type":"function","function":{"name":"f",)"
                    R"("arguments":"{}"}})");
  };
  const auto out = call_pieces_of(call("a") + call("b"));
  REQUIRE(out.size() == 2);
  CHECK(out[0].at("index") == 0);
  CHECK(out[1].at("index") == 1);
}

TEST_CASE("a call is opened once, and clients join what comes after",
          "[openai][stream]") {
  const auto later = GENERATE(
      as<std::string>{},
      R"({"index":0,"id":"a","type":"function",)"
      R"("function":{"name":"f","arguments":"1"}})",
      R"({"index":0,"id":"new","function":{"name":null,"arguments":"1"}})",
      R"({"index":0,"id":"","type":null,"function":{"arguments":"1"}})");
  const auto out =
      call_pieces_of(pieces(R"({"index":0,"id":"a","type":"function",)"
                            R"("function":{"name":"f","arguments":""}})")
                     + pieces(later));
  REQUIRE(out.size() == 2);
  CHECK(out[1] == json::parse(R"({"index":0,"function":{"arguments":"1"}})"));
}

TEST_CASE("pieces of calls as OpenAI sends them stay byte for byte",
          "[openai][stream]") {
  const auto head = R"({"id":"1","object":"chat.completion.chunk",)"
                    R"("created":5,"model":"m","choices":[{"index":0,"delta":)"
                    R"({"tool_calls":[{"index":0,)";
  const auto tail = R"(}}]},"logprobs":null,"finish_reason":null}]})";
  const auto opens = head
                     + std::string(R"("id":"a","type":"function","function":)"
                                   R"({"name":"f","arguments":"")")
                     + tail;
  const auto goes_on =
      head + std::string(R"("function":{"arguments":"{\"a\":")") + tail;
  const auto run = run_stream({data(opens) + data(goes_on)});
  REQUIRE(run.events.size() == 2);
  CHECK(run.events[0].json == opens);
  CHECK(run.events[1].json == goes_on);
}

TEST_CASE("reasoning in a stream goes by one name", "[openai][stream]") {
  const auto out = chunks(choice(R"("delta":{"reasoning":"r"})") + done);
  CHECK(first_choice(out[0]).at("delta")
        == json::parse(R"({"reasoning_content":"r"})"));
}

TEST_CASE("keep-alives of DeepSeek are no events", "[deepseek][stream]") {
  const auto out = chunks(": keep-alive\n\n\n\n: keep-alive\n\n"
                              + choice(R"("delta":{"content":"x"})")
                              + ": keep-alive\n\n" + finish("\"stop\"") + done,
                          openai_dialect::deepseek);
  CHECK(out.size() == 2);
}

TEST_CASE("a mended stream decodes alike wherever it is cut",
          "[openai][stream][property]") {
  const auto piece = rc::gen::element(
      choice(R"("delta":{"role":"","content":"é\n"})"),
      pieces(R"({"id":"a","function":{"name":"f","arguments":{"x":1}}})"),
      pieces(R"({"id":"b","function":{"name":"g"}})"),
      pieces(R"({"function":{"arguments":"}"}})"), finish("\"eos\""),
      data(R"({"id":"7","choices":[],"usage":{"prompt_tokens":3}})"),
      std::string(": keep-alive\n\n"), choice(R"("delta":null)"),
      data(R"({"choices":[{"index":1,"delta":{"content":["a"]}},3]})"));
  CHECK(rc::check("split", [&] {
    std::string whole;
    // Cut at every byte: a few pieces show as much as a hundred.
    for (const auto& part : *rc::gen::resize(
             12, rc::gen::container<std::vector<std::string>>(piece)))
      whole += part;
    whole += finish("\"stop\"") + done;
    const auto at_once = run_stream({whole});
    RC_ASSERT(!at_once.failed);
    for (const auto& event : at_once.events)
      RC_ASSERT(wrong_chunk(json::parse(event.json)).empty());
    for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
      const auto split = run_stream({whole.substr(0, cut), whole.substr(cut)});
      RC_ASSERT(kinds(split) == kinds(at_once));
      for (std::size_t i = 0; i < split.events.size(); ++i)
        RC_ASSERT(split.events[i].json == at_once.events[i].json);
    }
  }));
}
