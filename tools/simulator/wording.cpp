#include "simulator/wording.hpp"

#include "simulator/hash.hpp"

#include <algorithm>
#include <array>

namespace bellwether::simulator {

namespace {

constexpr std::array<std::string_view, 64> words{
    " amber",   " anchor", " apple",   " arrow",  " autumn",  " bamboo",
    " barn",    " basil",  " beacon",  " birch",  " bridge",  " brook",
    " candle",  " canyon", " cedar",   " chalk",  " cloud",   " clover",
    " coast",   " copper", " coral",   " cotton", " crane",   " delta",
    " desert",  " dune",   " eagle",   " ember",  " falcon",  " fern",
    " field",   " flint",  " forest",  " garden", " glacier", " granite",
    " harbor",  " hazel",  " heron",   " island", " ivory",   " jasper",
    " juniper", " lagoon", " lantern", " lemon",  " linen",   " maple",
    " marble",  " meadow", " mint",    " moss",   " ocean",   " olive",
    " orchard", " otter",  " pebble",  " pine",   " quartz",  " raven",
    " ridge",   " river",  " saffron", " willow"};

void append_words(std::vector<std::string>& tokens, std::uint64_t h,
                  std::size_t n) {
  tokens.resize(std::min(tokens.size(), n));
  tokens.reserve(n);
  while (tokens.size() < n) {
    h = mix(h);
    tokens.emplace_back(words[h % words.size()]);
  }
}

} // namespace

std::vector<std::string> sentence(std::uint64_t h, std::string_view provider,
                                  std::string_view model, std::size_t n) {
  std::vector<std::string> tokens{"Simulated", " answer", " of"};
  tokens.emplace_back(" ").append(provider);
  tokens.emplace_back(" with");
  tokens.emplace_back(" ").append(model);
  tokens.emplace_back(":");
  append_words(tokens, h, n);
  return tokens;
}

std::size_t natural_length(std::uint64_t h) {
  constexpr std::size_t least = 12;
  constexpr std::size_t spread = 53;
  return least + mix(h) % spread;
}

std::vector<std::string> musings(std::uint64_t h, std::string_view model) {
  constexpr std::size_t count = 8;
  std::vector<std::string> tokens{"Thinking", " as"};
  tokens.emplace_back(" ").append(model);
  tokens.emplace_back(":");
  append_words(tokens, ~h, count);
  return tokens;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> tokens;
  while (!text.empty()) {
    const auto end = std::min(text.find(' ', 1), text.size());
    tokens.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return tokens;
}

std::vector<std::string> fragments_of(std::string_view text) {
  constexpr std::size_t width = 4;
  std::vector<std::string> tokens;
  std::size_t from = 0;
  while (from < text.size()) {
    auto to = std::min(from + width, text.size());
    while (to < text.size()
           && (static_cast<unsigned char>(text[to]) & 0xc0U) == 0x80U) {
      ++to;
    }
    tokens.emplace_back(text.substr(from, to - from));
    from = to;
  }
  return tokens;
}

} // namespace bellwether::simulator
