#include "fuzz/require.hpp"
#include "providers/anthropic/codec.hpp"
#include "providers/chat_request.hpp"
#include "providers/gemini/codec.hpp"
#include "providers/json_dom.hpp"
#include "providers/openai/codec.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

using namespace bellwether;
using namespace bellwether::providers;
using bellwether::fuzz::require;

namespace {

constexpr std::int64_t limit = 50;

target somewhere(const char* model) {
  target out;
  out.upstream_model = model;
  out.max_output_tokens = limit;
  return out;
}

void check_openai(const codec& openai, std::string_view body, bool stream) {
  const auto made = openai.encode(body, somewhere("up\"stream"), stream);
  const auto* request = std::get_if<encoded>(&made);
  if (request == nullptr)
    return;
  const auto again = read_chat_request(request->body);
  const auto* facts = std::get_if<domain::request_facts>(&again);
  require(facts != nullptr);
  require(facts->model == "up\"stream");
  require(!stream || facts->wants_usage);
  require(!facts->max_output_tokens || *facts->max_output_tokens <= limit);
}

void check_other(const codec& format, std::string_view body, const char* model,
                 bool stream) {
  const auto made = format.encode(body, somewhere(model), stream);
  if (const auto* request = std::get_if<encoded>(&made))
    require(parse_json(request->body).error() == simdjson::SUCCESS);
  else
    require(!std::get<domain::failure>(made).detail.empty());
}

} // namespace

// A body that was accepted is still acceptable after the rewrite for a provider
// of its own format, and says what the rewrite wants; for the other formats it
// becomes JSON, or a refusal with a reason.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's own name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  static const std::array openai{make_openai_codec(openai_dialect::openai),
                                 make_openai_codec(openai_dialect::deepseek),
                                 make_openai_codec()};
  static const auto anthropic = make_anthropic_codec();
  static const auto gemini = make_gemini_codec();
  const std::string_view body(reinterpret_cast<const char*>(bytes), size);
  const auto read = read_chat_request(body);
  if (const auto* problem = std::get_if<request_problem>(&read)) {
    require(!problem->message.empty());
    return 0;
  }
  for (const bool stream : {false, true}) {
    for (const auto& dialect : openai)
      check_openai(*dialect, body, stream);
    check_other(*anthropic, body, "claude-sonnet-4-5", stream);
    check_other(*anthropic, body, "claude-opus-4-6", stream);
    check_other(*gemini, body, "gemini-2.5-flash", stream);
    check_other(*gemini, body, "gemini-3-pro", stream);
  }
  return 0;
}
