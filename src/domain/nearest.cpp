#include "domain/nearest.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace bellwether::domain {

namespace {

// The words come from callers, and the work grows with length squared.
constexpr std::size_t longest_word = 128;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(char a, char b) {
  return lower(a) == lower(b);
}

using row = std::array<std::size_t, longest_word + 1>;

// Slips between two words: a character more, less, another, or two neighbours
// swapped. Both words are at most `longest_word` long.
std::size_t slips(std::string_view a, std::string_view b) {
  row before_last{};
  row last{};
  row current{};
  for (std::size_t j = 0; j <= b.size(); ++j)
    last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced =
          last[j - 1] + (same(a[i - 1], b[j - 1]) ? 0U : 1U);
      current[j] = std::min({last[j] + 1, current[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && same(a[i - 1], b[j - 2])
          && same(a[i - 2], b[j - 1]))
        current[j] = std::min(current[j], before_last[j - 2] + 1);
    }
    before_last = last;
    last = current;
  }
  return last[b.size()];
}

} // namespace

std::string nearest(std::string_view word,
                    const std::vector<std::string>& known) {
  if (word.empty() || word.size() > longest_word)
    return {};
  std::string_view best;
  std::size_t best_slips = longest_word;
  for (const std::string& candidate : known) {
    const std::size_t shorter = std::min(word.size(), candidate.size());
    const std::size_t longer = std::max(word.size(), candidate.size());
    // A third of the longer word may be wrong: beyond that it is a guess.
    const std::size_t allowed = longer / 3;
    if (longer > longest_word || longer - shorter > allowed)
      continue;
    const std::size_t n = slips(word, candidate);
    if (n <= allowed && n < best_slips) {
      best = candidate;
      best_slips = n;
    }
  }
  return std::string{best};
}

} // namespace bellwether::domain
