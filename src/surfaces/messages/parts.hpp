#pragma once

#include "surfaces/messages/fields.hpp"

namespace bellwether::surfaces::anthropic {

/// The block's `type`; "" and a fault if it has none.
std::string type_of(const json& block, const std::string& path,
                    fault_log& faults);

/// Appends a text block to the parts of a chat message, unless it is empty:
/// no provider takes an empty text part.
void append_text(const json& block, const std::string& path, json& parts,
                 fault_log& faults);

/// The same for a text, an image or a document. Of any other type it is a
/// fault, for which `allowed` says what may stand there.
void append_part(const json& block, const std::string& path,
                 std::string_view allowed, json& parts, fault_log& faults);

/// Marks the last part with the `cache_control` of `owner`, if it has one.
void pass_cache_mark(const json& owner, json& parts);

/// Parts that are nothing but text as one string, other parts as they are.
json text_or_parts(json parts, std::string_view separator);

} // namespace bellwether::surfaces::anthropic
