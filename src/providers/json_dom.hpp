#pragma once

#include <cstdint>
#include <optional>
#include <simdjson.h>
#include <string_view>

// For sources only: simdjson's header is long.

namespace bellwether::providers {

namespace dom = simdjson::dom;

/// Parses with a parser of this thread: the document lives until the thread's
/// next call. Memory that a huge document needed is let go at that call.
simdjson::simdjson_result<dom::element> parse_json(std::string_view text);

/// The string, or "" for anything else.
inline std::string_view text_of(const dom::element& value) {
  std::string_view text;
  return value.get_string().get(text) == simdjson::SUCCESS ? text
                                                           : std::string_view{};
}

/// A whole number, also one that was written as 12.0; nothing else.
std::optional<std::int64_t> integer_of(const dom::element& value);

/// A member that is there and not null. The first one if it is repeated.
inline std::optional<dom::element> member_of(const dom::element& value,
                                             std::string_view name) {
  dom::object object;
  dom::element member;
  if (value.get_object().get(object) != simdjson::SUCCESS
      || object.at_key(name).get(member) != simdjson::SUCCESS
      || member.is_null())
    return std::nullopt;
  return member;
}

/// The string member of that name, or "".
inline std::string_view text_member(const dom::element& value,
                                    std::string_view name) {
  const auto member = member_of(value, name);
  return member ? text_of(*member) : std::string_view{};
}

/// The bytes of all keys and strings in it.
std::int64_t text_size(const dom::element& value);

} // namespace bellwether::providers
