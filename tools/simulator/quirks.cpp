#include "simulator/quirks.hpp"

#include <algorithm>
#include <array>

namespace bellwether::simulator {

namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, quirk_count> names{
    "bare_error_in_stream",
    "cached_usage",
    "context_window_exceeded",
    "cr",
    "crlf",
    "empty_choices_chunk",
    "empty_content",
    "empty_first_input_delta",
    "float_embeddings_always",
    "function_call_reason",
    "insufficient_system_resource",
    "malformed_function_call",
    "max_tokens_without_parts",
    "missing_tool_id",
    "missing_tool_index",
    "missing_tool_type",
    "no_refusal_no_logprobs",
    "no_tool_id",
    "no_tool_input_deltas",
    "null_finish_reason",
    "null_usage_fields",
    "object_arguments",
    "odd_finish_reason",
    "pause_turn",
    "pings",
    "prompt_block",
    "reason_recitation",
    "reasoning_content",
    "redacted_thinking",
    "refusal",
    "refuses_reasoning_content",
    "role_empty",
    "tool_use_prompt_tokens",
    "unknown_blocks",
    "usage_on_last_chunk",
};
static_assert(!names.back().empty());

} // namespace

std::string_view name_of(quirk q) {
  return names[static_cast<std::size_t>(q)];
}

std::optional<quirk> quirk_named(std::string_view name) {
  const auto* at = std::ranges::find(names, name);
  if (at == names.end()) {
    return std::nullopt;
  }
  return static_cast<quirk>(at - names.begin());
}

std::string known_quirks() {
  std::string list;
  for (const auto name : names) {
    list.append(list.empty() ? "" : ", ").append(name);
  }
  return list;
}

} // namespace bellwether::simulator
