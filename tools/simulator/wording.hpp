#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::simulator {

/// `n` tokens that name provider and model and go on as `h` decides.
std::vector<std::string> sentence(std::uint64_t h, std::string_view provider,
                                  std::string_view model, std::size_t n);

/// How long an answer is by nature: 12 to 64 tokens.
std::size_t natural_length(std::uint64_t h);

/// What a model thinks before it answers: eight tokens.
std::vector<std::string> musings(std::uint64_t h, std::string_view model);

/// `text` in pieces that end before a blank.
std::vector<std::string> words_of(std::string_view text);

/// `text` in pieces of four bytes; no UTF-8 character is torn apart.
std::vector<std::string> fragments_of(std::string_view text);

} // namespace bellwether::simulator
