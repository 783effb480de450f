#pragma once

#include "providers/json_dom.hpp"

#include <optional>
#include <string>
#include <string_view>

// For sources only: simdjson's header is long.

namespace bellwether::surfaces {

namespace dom = providers::dom;

/// The first answer of a chat completion or of a chunk of one; the others were
/// not asked for.
std::optional<dom::element> first_choice(const dom::element& root);

/// What a message or delta thinks aloud.
std::string_view reasoning_of(const dom::element& message);

/// The elements of an array member as one line of JSON, between the brackets;
/// "" if there are none.
std::string elements_of(const dom::element& object, std::string_view name);

/// Appends JSON elements to others.
void join_elements(std::string& to, std::string_view more);

/// The JSON of a member, "" if it is not there.
std::string raw_member(const dom::element& object, std::string_view name);

/// A response's `usage` of a chat completion's; "null" without one.
std::string usage_of(const dom::element& root);

/// Why a response with that finish reason is incomplete; "" if it is not.
std::string_view incomplete_reason(std::string_view finish_reason);

} // namespace bellwether::surfaces
