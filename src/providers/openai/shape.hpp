#pragma once

#include "domain/price.hpp"
#include "providers/json_dom.hpp"
#include "providers/openai/finish_reason.hpp"

#include <cstdint>
#include <optional>

namespace bellwether::providers {

// OpenAI's strict shapes, as its published schema has them.

/// How near to it an answer comes.
enum class answer_shape : std::uint8_t {
  strict,
  lacks_nulls, ///< but for `refusal` and `logprobs`, which many leave out
  other,
};

/// A complete answer's top level, all of its choices and, for `counted`, its
/// usage.
answer_shape shape_of_answer(const dom::element& answer,
                             const std::optional<domain::usage>& counted,
                             stop_with_calls stop);

/// A `usage` that says in OpenAI's names what was `counted`.
bool is_strict_usage(const dom::element& usage, const domain::usage& counted);

/// A member of a message or a delta. Tool calls of a delta are not looked at.
bool is_strict_member(std::string_view key, const dom::element& value);

} // namespace bellwether::providers
