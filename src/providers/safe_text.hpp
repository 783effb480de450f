#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bellwether::providers {

/// A provider's words made fit for logs and callers: control characters and
/// invalid UTF-8 are gone, whatever looks like a key reads `[masked]`, and it
/// is at most `max_bytes` long, cut between two characters.
std::string safe_text(std::string_view text, std::size_t max_bytes = 300);

/// An error code or type as it may appear in a log: "" if it is longer than 64
/// bytes, looks like a key or holds anything but letters, digits, `_`, `-`,
/// `.`.
std::string safe_code(std::string_view code);

} // namespace bellwether::providers
