#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::simulator {

/// A vector of length one for `text`. It depends on the seed, the model and
/// the text, not on the provider or the format.
std::vector<float> embedding(std::uint64_t seed, std::string_view model,
                             std::string_view text, std::size_t dimensions);

/// The numbers as a JSON array.
std::string json_array(const std::vector<float>& numbers);

/// The dimensions when the request does not say them.
constexpr std::size_t default_dimensions = 16;
constexpr std::size_t most_dimensions = 4096;

} // namespace bellwether::simulator
