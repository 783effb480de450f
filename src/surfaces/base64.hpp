#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bellwether::surfaces {

/// Bytes in base64 (RFC 4648, with padding).
std::string to_base64(std::string_view bytes);

/// The bytes, or nothing for text that is not base64 with padding.
std::optional<std::string> from_base64(std::string_view text);

} // namespace bellwether::surfaces
