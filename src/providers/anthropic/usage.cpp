#include "providers/anthropic/usage.hpp"

#include "providers/anthropic/json_writer.hpp"
#include "providers/token_count.hpp"

#include <algorithm>
#include <string_view>

namespace bellwether::providers::anthropic {

namespace {

void grow(std::optional<std::int64_t>& kept,
          std::optional<std::int64_t> reported) {
  if (reported)
    kept = std::max(kept.value_or(0), *reported);
}

// The sum, or its parts where only these are named.
std::int64_t cache_writes(const dom::element& usage) {
  const auto sum =
      token_count(usage, "cache_creation_input_tokens").value_or(0);
  const auto parts = member_of(usage, "cache_creation");
  if (sum > 0 || !parts)
    return sum;
  return token_count(*parts, "ephemeral_5m_input_tokens").value_or(0)
         + token_count(*parts, "ephemeral_1h_input_tokens").value_or(0);
}

std::int64_t thinking(const dom::element& usage) {
  const auto details = member_of(usage, "output_tokens_details");
  return details ? token_count(*details, "thinking_tokens").value_or(0) : 0;
}

} // namespace

void token_counts::merge(const dom::element& usage) {
  grow(input_, token_count(usage, "input_tokens"));
  grow(output_, token_count(usage, "output_tokens"));
  cache_read_ = std::max(
      cache_read_, token_count(usage, "cache_read_input_tokens").value_or(0));
  cache_write_ = std::max(cache_write_, cache_writes(usage));
  thinking_ = std::max(thinking_, thinking(usage));
}

std::optional<domain::usage> token_counts::total() const {
  if (!input_ && !output_)
    return std::nullopt;
  domain::usage out;
  out.prompt = input_.value_or(0) + cache_read_ + cache_write_;
  out.cached = cache_read_;
  out.cache_write = cache_write_;
  out.completion = output_.value_or(0);
  out.reasoning = std::min(thinking_, out.completion);
  return out;
}

std::string usage_json(const domain::usage& usage) {
  return object_writer()
      .number("prompt_tokens", usage.prompt)
      .number("completion_tokens", usage.completion)
      .number("total_tokens", usage.total())
      .json("prompt_tokens_details",
            object_writer()
                .number("cached_tokens", usage.cached)
                .number("cache_write_tokens", usage.cache_write)
                .take())
      .json("completion_tokens_details",
            object_writer().number("reasoning_tokens", usage.reasoning).take())
      .take();
}

} // namespace bellwether::providers::anthropic
