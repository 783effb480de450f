#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::simulator {

/// How many bytes `text` decodes to; none when it is not base64 with its
/// padding.
std::optional<std::size_t> decoded_size(std::string_view text);

/// The numbers as little-endian 32-bit floats in base64.
std::string base64_of(const std::vector<float>& numbers);

} // namespace bellwether::simulator
