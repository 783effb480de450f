#include "providers/anthropic/codec.hpp"
#include "providers/heads.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace bellwether::providers;
using bellwether::providers::test::head_of;
using json = nlohmann::ordered_json;

namespace fs = std::filesystem;

namespace {

const decode_context context{1'700'000'000, "req1", "m", false};

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// The folders that hold this file, sorted.
std::vector<fs::path> cases_with(std::string_view file) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(BELLWETHER_GOLDEN)) {
    if (fs::exists(entry.path() / file))
      out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

// Members in their order: schemas must keep it.
std::string pretty(std::string_view text) {
  return json::parse(text).dump(2);
}

} // namespace

TEST_CASE("golden requests are encoded as recorded", "[anthropic][golden]") {
  const auto cases = cases_with("request.json");
  REQUIRE(cases.size() >= 11);
  for (const auto& folder : cases) {
    INFO(folder.filename().string());
    const auto request = read_file(folder / "request.json");
    const auto members = json::parse(request);
    const target t{members.at("model"), 64'000, {}};
    const auto made = make_anthropic_codec()->encode(
        request, t, members.value("stream", false));
    REQUIRE(std::holds_alternative<encoded>(made));
    CHECK(pretty(std::get<encoded>(made).body)
          == pretty(read_file(folder / "upstream.json")));
  }
}

TEST_CASE("golden messages are decoded as recorded", "[anthropic][golden]") {
  const auto cases = cases_with("message.json");
  REQUIRE(cases.size() >= 7);
  for (const auto& folder : cases) {
    INFO(folder.filename().string());
    const auto made = make_anthropic_codec()->decode(
        head_of(200), read_file(folder / "message.json"), context);
    REQUIRE(std::holds_alternative<answer>(made));
    CHECK(pretty(std::get<answer>(made).body)
          == pretty(read_file(folder / "completion.json")));
  }
}

TEST_CASE("golden streams are decoded as recorded", "[anthropic][golden]") {
  const auto cases = cases_with("stream.sse");
  REQUIRE(cases.size() >= 7);
  for (const auto& folder : cases) {
    INFO(folder.filename().string());
    const auto decoder = make_anthropic_codec()->decode_stream(context);
    std::vector<stream_event> events;
    CHECK_FALSE(decoder->feed(read_file(folder / "stream.sse"), events));
    CHECK_FALSE(decoder->finish(events));
    CHECK(decoder->complete());
    std::istringstream expected(read_file(folder / "chunks.jsonl"));
    std::string line;
    for (const auto& event : events) {
      REQUIRE(std::getline(expected, line));
      CHECK(pretty(event.json) == pretty(line));
    }
    CHECK_FALSE(std::getline(expected, line));
  }
}
