#pragma once

#include "providers/codec.hpp"
#include "providers/openai/dialect.hpp"
#include "providers/openai/finish_reason.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace bellwether::providers {

/// What "stop" means in a dialect.
stop_with_calls stop_in(openai_dialect dialect);

/// What mending an answer or a stream goes by, besides its own text.
struct mending {
  decode_context context;
  stop_with_calls stop = stop_with_calls::is_tool_calls;

  mending(decode_context c, openai_dialect dialect);

  /// For an answer that has none.
  std::string completion_id() const;
};

/// The `id` of a tool call as JSON: its own if it is at most 40 characters of
/// [a-zA-Z0-9_-], else one that is always the same for it; `made_of` and
/// `place` stand in for one that is missing.
std::string strict_call_id(std::string_view id, std::string_view made_of,
                           std::size_t place);

/// Whether strict_call_id leaves this text, without quotes, as it is.
bool is_call_id(std::string_view id);

/// `content` as JSON that is a string or null. Parts become their text.
std::string strict_content(std::string_view content);

/// `arguments` as a JSON string: an object becomes its text.
std::string strict_arguments(std::string_view arguments);

/// A `usage` object whose numbers are those of `counted`.
std::string strict_usage(std::string_view usage, const domain::usage& counted);

} // namespace bellwether::providers
