#include "providers/gemini/usage.hpp"

#include "providers/token_count.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::providers::gemini {

namespace {

struct counter {
  const dom::element& metadata;
  bool counted = false;

  std::int64_t operator()(std::string_view name) {
    const auto number = token_count(metadata, name);
    counted = counted || number;
    return number.value_or(0);
  }
};

} // namespace

std::optional<domain::usage> read_usage_metadata(const dom::element& metadata) {
  counter count{metadata};
  domain::usage out;
  out.prompt = count("promptTokenCount") + count("toolUsePromptTokenCount");
  out.reasoning = count("thoughtsTokenCount");
  out.completion = count("candidatesTokenCount") + out.reasoning;
  if (!count.counted)
    return std::nullopt;
  out.cached = count("cachedContentTokenCount");
  return out;
}

nlohmann::ordered_json usage_json(const domain::usage& used) {
  auto out = nlohmann::ordered_json::object();
  out["prompt_tokens"] = used.prompt;
  out["completion_tokens"] = used.completion;
  out["total_tokens"] = used.total();
  out["prompt_tokens_details"]["cached_tokens"] = used.cached;
  out["completion_tokens_details"]["reasoning_tokens"] = used.reasoning;
  return out;
}

} // namespace bellwether::providers::gemini
