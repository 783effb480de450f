#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::sinks {

/// Characters of UTF-8, not bytes.
std::size_t characters(std::string_view text);

/// Whether it is a moment as RFC 3339 has it, such as "2026-11-23T04:05:06Z",
/// of a day that exists.
bool is_moment(std::string_view text);

/// Whether it is an absolute address with a host, of http or https; only of
/// https if `secure`.
bool is_web_address(std::string_view text, bool secure = false);

/// What base64 with its padding stands for.
std::optional<std::string> from_base64(std::string_view text);

} // namespace bellwether::sinks
