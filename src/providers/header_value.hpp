#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace bellwether::providers {

/// A header's value without the spaces around it.
std::string_view trimmed(std::string_view text);

/// A whole number that is not negative, with spaces around it. Nothing for
/// other text and for more than 64 bits hold.
std::optional<std::int64_t> read_count(std::string_view text);

} // namespace bellwether::providers
