#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::simulator {

/// Oddities of real providers that a good answer can have.
/// docs/simulator.md says what each one does in which format.
enum class quirk : std::uint8_t {
  bare_error_in_stream,
  cached_usage,
  context_window_exceeded,
  cr,
  crlf,
  empty_choices_chunk,
  empty_content,
  empty_first_input_delta,
  float_embeddings_always,
  function_call_reason,
  insufficient_system_resource,
  malformed_function_call,
  max_tokens_without_parts,
  missing_tool_id,
  missing_tool_index,
  missing_tool_type,
  no_refusal_no_logprobs,
  no_tool_id,
  no_tool_input_deltas,
  null_finish_reason,
  null_usage_fields,
  object_arguments,
  odd_finish_reason,
  pause_turn,
  pings,
  prompt_block,
  reason_recitation,
  reasoning_content,
  redacted_thinking,
  refusal,
  refuses_reasoning_content,
  role_empty,
  tool_use_prompt_tokens,
  unknown_blocks,
  usage_on_last_chunk
};

/// The quirks that a provider has at a time.
class quirk_set {
public:
  constexpr bool has(quirk q) const { return (bits_ & bit(q)) != 0; }
  constexpr void add(quirk q) { bits_ |= bit(q); }
  constexpr bool empty() const { return bits_ == 0; }

private:
  static constexpr std::uint64_t bit(quirk q) {
    return std::uint64_t{1} << static_cast<unsigned>(q);
  }

  std::uint64_t bits_ = 0;
};

constexpr unsigned quirk_count =
    static_cast<unsigned>(quirk::usage_on_last_chunk) + 1;

std::string_view name_of(quirk q);
std::optional<quirk> quirk_named(std::string_view name);

/// All names, with commas between them.
std::string known_quirks();

/// The tokens of the quirk tool_use_prompt_tokens.
constexpr std::size_t tool_use_tokens = 16;

} // namespace bellwether::simulator
