#include "providers/openai/usage.hpp"

#include "providers/token_count.hpp"

#include <algorithm>

namespace bellwether::providers {

namespace {

std::optional<std::int64_t> count(const dom::element& object,
                                  std::string_view part,
                                  std::string_view name) {
  const auto member = member_of(object, part);
  return member ? token_count(*member, name) : std::nullopt;
}

} // namespace

std::optional<domain::usage> read_usage(const dom::element& usage) {
  const auto hit = token_count(usage, "prompt_cache_hit_tokens");
  const auto miss = token_count(usage, "prompt_cache_miss_tokens");
  auto prompt = token_count(usage, "prompt_tokens");
  if (!prompt && (hit || miss))
    prompt = hit.value_or(0) + miss.value_or(0);
  const auto completion = token_count(usage, "completion_tokens");
  if (!prompt && !completion)
    return std::nullopt;
  constexpr auto prompt_details = "prompt_tokens_details";
  domain::usage out;
  out.prompt = prompt.value_or(0);
  out.completion = completion.value_or(0);
  out.cached = count(usage, prompt_details, "cached_tokens").value_or(0);
  out.cached = std::max(out.cached, hit.value_or(0));
  out.cache_write =
      count(usage, prompt_details, "cache_write_tokens").value_or(0);
  out.reasoning =
      count(usage, "completion_tokens_details", "reasoning_tokens").value_or(0);
  // Thinking that only the total counts is charged like any other output.
  const auto hidden =
      token_count(usage, "total_tokens").value_or(0) - out.total();
  if (prompt && completion && hidden > 0) {
    out.completion += hidden;
    out.reasoning = std::max(out.reasoning, hidden);
  }
  return out;
}

} // namespace bellwether::providers
