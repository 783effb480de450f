#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::providers {

/// An embedding as OpenAI's clients ask for it: the numbers as little-endian
/// float32, in base64 with padding.
std::string to_base64(std::span<const float> numbers);

/// The reverse. Padding may be missing; nothing if the text is no base64 or
/// holds no whole number of floats.
std::optional<std::vector<float>> from_base64(std::string_view text);

} // namespace bellwether::providers
