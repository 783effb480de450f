#include "providers/heads.hpp"
#include "providers/openai/openai_shape.hpp"
#include "providers/stream_runs.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

using namespace bellwether;
using namespace bellwether::providers;
using namespace bellwether::providers::test;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

/// A folder of recorded bodies: what a caller asks (chat.json) and what is sent
/// for it (request.json, dropped.json); what a provider answers (answer.json,
/// events.sse) and what the caller gets (completion.json, chunks.sse).
struct recorded {
  openai_dialect dialect;
  target to;
  std::string folder;
};

std::ostream& operator<<(std::ostream& out, const recorded& r) {
  return out << r.folder;
}

std::string read(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

fs::path path_of(const recorded& at, const char* name) {
  return fs::path(BELLWETHER_GOLDEN) / at.folder / name;
}

bool has(const recorded& at, const char* name) {
  return fs::exists(path_of(at, name));
}

json read_json(const recorded& at, const char* name) {
  return json::parse(read(path_of(at, name)));
}

const decode_context context{1'700'000'000, "req-1", "upstream-model", false};

std::string chunks_of(const codec& format, const std::vector<std::string>& in) {
  std::vector<stream_event> events;
  const auto decoder = format.decode_stream(context);
  for (const auto& piece : in)
    REQUIRE_FALSE(decoder->feed(std::string(piece), events));
  REQUIRE_FALSE(decoder->finish(events));
  REQUIRE(decoder->complete());
  std::string out;
  for (const auto& event : events)
    out += "data: " + event.json + "\n\n";
  return out;
}

const target to_gpt{"gpt-4.1", 32'768, {}};
const target to_o3{"o3-mini", 100'000, {}};
const target to_deepseek{"deepseek-chat", 8'192, {}};
const target to_qwen{"qwen3", 50, {}};

const std::vector<recorded> all{
    {openai_dialect::openai, to_gpt, "openai/text"},
    {openai_dialect::openai, to_gpt, "openai/images"},
    {openai_dialect::openai, to_gpt, "openai/tools"},
    {openai_dialect::openai, to_gpt, "openai/parallel_tools"},
    {openai_dialect::openai, to_gpt, "openai/structured_output"},
    {openai_dialect::openai, to_o3, "openai/reasoning"},
    {openai_dialect::compatible, to_qwen, "openai/compatible/vllm"},
    {openai_dialect::compatible, to_qwen, "openai/compatible/ollama"},
    {openai_dialect::compatible, to_qwen, "openai/compatible/gemini_endpoint"},
    {openai_dialect::compatible, to_qwen, "openai/compatible/gateway"},
    {openai_dialect::deepseek, to_deepseek, "deepseek/text"},
    {openai_dialect::deepseek, to_deepseek, "deepseek/tools"},
    {openai_dialect::deepseek, to_deepseek, "deepseek/foreign_tools"},
    {openai_dialect::deepseek, to_deepseek, "deepseek/parallel_tools"},
    {openai_dialect::deepseek, to_deepseek, "deepseek/structured_output"},
    {openai_dialect::deepseek, to_deepseek, "deepseek/reasoning"},
};

} // namespace

TEST_CASE("recorded requests become what their provider takes",
          "[openai][golden]") {
  const auto at = GENERATE(from_range(all));
  if (!has(at, "chat.json"))
    return;
  CAPTURE(at);
  const auto chat = read(path_of(at, "chat.json"));
  const bool stream = json::parse(chat).value("stream", false);
  const auto made = make_openai_codec(at.dialect)->encode(chat, at.to, stream);
  REQUIRE(std::holds_alternative<encoded>(made));
  const auto& request = std::get<encoded>(made);
  CHECK(json::parse(request.body) == read_json(at, "request.json"));
  CHECK(json(request.dropped) == read_json(at, "dropped.json"));
}

TEST_CASE("recorded answers become OpenAI's", "[openai][golden]") {
  const auto at = GENERATE(from_range(all));
  if (!has(at, "answer.json"))
    return;
  CAPTURE(at);
  const auto made =
      make_openai_codec(at.dialect)
          ->decode(head_of(200), read(path_of(at, "answer.json")), context);
  REQUIRE(std::holds_alternative<answer>(made));
  const auto body = json::parse(std::get<answer>(made).body);
  CHECK(body == read_json(at, "completion.json"));
  CHECK(wrong_answer(body).empty());
}

TEST_CASE("recorded streams become OpenAI's wherever they are cut",
          "[openai][golden][stream]") {
  const auto at = GENERATE(from_range(all));
  if (!has(at, "events.sse"))
    return;
  CAPTURE(at);
  const auto format = make_openai_codec(at.dialect);
  const auto events = read(path_of(at, "events.sse"));
  const auto whole = chunks_of(*format, {events});
  CHECK(whole == read(path_of(at, "chunks.sse")));
  std::size_t differing = 0;
  for (std::size_t cut = 0; cut <= events.size(); ++cut) {
    const auto made =
        chunks_of(*format, {events.substr(0, cut), events.substr(cut)});
    differing += made == whole ? 0 : 1;
  }
  CHECK(differing == 0);
}

TEST_CASE("every recorded chunk has OpenAI's shape and one head",
          "[openai][golden][stream]") {
  const auto at = GENERATE(from_range(all));
  if (!has(at, "events.sse"))
    return;
  CAPTURE(at);
  const auto run = run_stream(*make_openai_codec(at.dialect),
                              {read(path_of(at, "events.sse"))});
  REQUIRE_FALSE(run.events.empty());
  const auto first = json::parse(run.events.front().json);
  for (const auto& event : run.events) {
    const auto chunk = json::parse(event.json);
    CAPTURE(event.json);
    CHECK(wrong_chunk(chunk).empty());
    for (const auto* name : {"id", "created", "model"})
      CHECK(chunk.at(name) == first.at(name));
  }
}
