#pragma once

#include "domain/failure.hpp"
#include "providers/json_dom.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// For the sources that read a conversation only.

namespace bellwether::providers {

using field_fault = std::optional<domain::failure>;

/// The caller's mistake in one field; `remedy` is a sentence.
domain::failure invalid_field(std::string_view field, std::string_view remedy);

/// A field of another type than `wanted`, which completes "must be ...".
domain::failure mistyped_field(std::string_view field, std::string_view wanted);

/// A field that only OpenAI's format can carry; `remedy` is a sentence.
domain::failure unsupported_field(std::string_view field,
                                  std::string_view remedy);

/// "messages[3]".
std::string item_path(std::string_view array, std::size_t index);

/// The element as JSON without white space, members in their order.
std::string json_text(const dom::element& value);

/// The same of a member that is an object, "" where there is none.
std::string object_member(const dom::element& value, std::string_view name);

/// A member that is a string where it is there and not null.
field_fault read_string(const dom::element& object, const std::string& path,
                        std::string_view name, std::string& out);

field_fault read_number(const dom::element& value, std::string_view field,
                        std::optional<double>& out);
field_fault read_integer(const dom::element& value, std::string_view field,
                         std::optional<std::int64_t>& out);
field_fault read_flag(const dom::element& value, std::string_view field,
                      std::optional<bool>& out);

} // namespace bellwether::providers
