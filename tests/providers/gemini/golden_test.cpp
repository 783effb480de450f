#include "providers/gemini/exchange.hpp"
#include "providers/stream_runs.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

using namespace bellwether::providers;
using namespace bellwether::providers::test;
using nlohmann::ordered_json;

namespace {

const decode_context context{1'700'000'000, "req-1", {}, false};

std::string read_file(const std::string& name, const char* file) {
  std::ifstream in(std::string(GEMINI_GOLDEN) + "/" + name + "/" + file,
                   std::ios::binary);
  REQUIRE(in);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

ordered_json read_json(const std::string& name, const char* file) {
  return ordered_json::parse(read_file(name, file));
}

std::string kind_name(stream_event::kind what) {
  const char* const names[] = {"role", "content", "finish", "usage"};
  return names[static_cast<int>(what)];
}

// A line for each event: its kind and its chunk.
std::string lines_of(const std::vector<stream_event>& events) {
  std::string out;
  for (const auto& event : events)
    out += kind_name(event.what) + " " + event.json + "\n";
  return out;
}

struct outcome {
  std::string lines;
  bool failed = false;
  bool complete = false;
};

outcome decode_pieces(const std::vector<std::string_view>& pieces) {
  const auto decoder = make_gemini_codec()->decode_stream(context);
  std::vector<stream_event> events;
  outcome out;
  for (const auto piece : pieces) {
    const std::string bytes(piece);
    out.failed = out.failed || decoder->feed(bytes, events).has_value();
  }
  out.failed = out.failed || decoder->finish(events).has_value();
  out.complete = decoder->complete();
  out.lines = lines_of(events);
  return out;
}

} // namespace

TEST_CASE("requests are encoded as recorded", "[gemini][golden]") {
  const std::string name =
      GENERATE("text", "system", "images", "tools", "parallel_tools",
               "structured_output", "reasoning_budget", "reasoning_level",
               "foreign_calls", "choices", "google_options", "json_with_tools");
  CAPTURE(name);
  const auto request = read_json(name, "request.json");
  const std::string model = request.at("model");
  const auto out = try_encode(request.dump(), model);
  const auto body = ordered_json::parse(std::get<encoded>(out).body);
  CHECK(body.dump(1) == read_json(name, "upstream.json").dump(1));
}

TEST_CASE("answers are decoded as recorded", "[gemini][golden]") {
  const std::string name =
      GENERATE("text", "tools", "parallel_tools", "structured_output",
               "reasoning_budget", "choices");
  CAPTURE(name);
  const auto out = try_decode(read_file(name, "answer.json"), context);
  const auto body = ordered_json::parse(std::get<answer>(out).body);
  CHECK(body.dump(1) == read_json(name, "completion.json").dump(1));
}

TEST_CASE("streams are decoded as recorded, wherever they are cut",
          "[gemini][golden][property]") {
  const std::string name = GENERATE("text", "parallel_tools", "choices",
                                    "structured_output", "reasoning_budget");
  CAPTURE(name);
  const auto stream = read_file(name, "stream.sse");
  const auto expected = read_file(name, "chunks.txt");
  const std::string_view bytes = stream;
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    CAPTURE(cut);
    const auto run = decode_pieces({bytes.substr(0, cut), bytes.substr(cut)});
    REQUIRE(run.lines == expected);
    REQUIRE_FALSE(run.failed);
    REQUIRE(run.complete);
  }
}

TEST_CASE("a stream that comes byte by byte is the same stream",
          "[gemini][golden][property]") {
  const auto stream = read_file("parallel_tools", "stream.sse");
  std::vector<std::string_view> pieces;
  pieces.reserve(stream.size());
  for (std::size_t at = 0; at < stream.size(); ++at)
    pieces.push_back(std::string_view(stream).substr(at, 1));
  CHECK(decode_pieces(pieces).lines
        == read_file("parallel_tools", "chunks.txt"));
}

TEST_CASE("only tuning knobs are reported as dropped", "[gemini][encode]") {
  const auto dropped = [](const char* name) {
    const auto request = read_json(name, "request.json");
    const std::string model = request.at("model");
    return std::get<encoded>(try_encode(request.dump(), model)).dropped;
  };
  CHECK(dropped("text") == std::vector<std::string>{"logit_bias", "verbosity"});
  CHECK(dropped("tools") == std::vector<std::string>{"parallel_tool_calls"});
  CHECK(dropped("google_options").empty());
  CHECK(dropped("reasoning_budget").empty());
}
