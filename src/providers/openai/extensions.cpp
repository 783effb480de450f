#include "providers/openai/extensions.hpp"

#include <array>
#include <cstdint>
#include <iterator>

namespace bellwether::providers {

namespace {

// All words have one underscore, which is rare in most texts: a body is looked
// through once, at the speed of memchr.
struct word {
  std::string_view before;
  std::string_view after;
  extensions what;
};

constexpr word words[] = {
    {"reasoning", "content", ext_reasoning_content},
    {"thinking", "blocks", ext_thinking_blocks},
    {"extra", "content", ext_extra_content},
    {"cache", "control", ext_cache_control},
    {"is", "error", ext_is_error},
    {"tool", "calls", ext_tool_calls},
    {"image", "url", ext_image},
    {"input", "audio", ext_other_media},
    {"file", "data", ext_other_media},
    {"file", "id", ext_other_media},
};

using candidates = std::uint16_t; ///< a bit for each word

// The words that have a letter before or behind their underscore.
constexpr std::array<candidates, 256> words_by(bool before) {
  std::array<candidates, 256> table{};
  for (std::size_t i = 0; i < std::size(words); ++i) {
    const char c = before ? words[i].before.back() : words[i].after.front();
    auto& here = table[static_cast<unsigned char>(c)];
    here = static_cast<candidates>(here | 1U << i);
  }
  return table;
}

constexpr auto by_letter_before = words_by(true);
constexpr auto by_letter_behind = words_by(false);

// `at` is an underscore's place. Its neighbours rule most words out.
extensions word_around(std::string_view body, std::size_t at) {
  if (at == 0 || at + 1 == body.size())
    return 0;
  const unsigned likely =
      by_letter_before[static_cast<unsigned char>(body[at - 1])]
      & by_letter_behind[static_cast<unsigned char>(body[at + 1])];
  if (likely == 0)
    return 0;
  for (std::size_t i = 0; i < std::size(words); ++i) {
    if ((likely >> i & 1U) != 0
        && body.substr(at + 1).starts_with(words[i].after)
        && body.substr(0, at).ends_with(words[i].before))
      return words[i].what;
  }
  return 0;
}

} // namespace

extensions extensions_in(std::string_view body) {
  extensions out = 0;
  for (auto at = body.find('_'); at != body.npos; at = body.find('_', at + 1))
    out |= word_around(body, at);
  return out;
}

} // namespace bellwether::providers
