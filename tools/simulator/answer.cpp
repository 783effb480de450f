#include "simulator/answer.hpp"

#include "simulator/hash.hpp"

#include <algorithm>
#include <array>
#include <charconv>

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

std::string hex16(std::uint64_t x) {
  std::string text(16, '0');
  for (auto& digit : text) {
    digit = "0123456789abcdef"[x >> 60U];
    x <<= 4U;
  }
  return text;
}

std::size_t natural_length(std::uint64_t h) {
  constexpr std::size_t least = 12;
  constexpr std::size_t spread = 53;
  return least + mix(h) % spread;
}

std::vector<std::string> sentence(std::uint64_t h, std::string_view provider,
                                  std::string_view model, std::size_t n) {
  std::vector<std::string> tokens{"Simulated", " answer", " of"};
  tokens.emplace_back(" ").append(provider);
  tokens.emplace_back(" with");
  tokens.emplace_back(" ").append(model);
  tokens.emplace_back(":");
  tokens.resize(std::min(tokens.size(), n));
  tokens.reserve(n);
  while (tokens.size() < n) {
    h = mix(h);
    tokens.emplace_back(words[h % words.size()]);
  }
  return tokens;
}

std::vector<std::string> fragments(std::string_view arguments) {
  constexpr std::size_t width = 4;
  std::vector<std::string> tokens;
  std::size_t from = 0;
  while (from < arguments.size()) {
    auto to = std::min(from + width, arguments.size());
    // A UTF-8 character is never torn apart.
    while (to < arguments.size()
           && (static_cast<unsigned char>(arguments[to]) & 0xc0U) == 0x80U) {
      ++to;
    }
    tokens.emplace_back(arguments.substr(from, to - from));
    from = to;
  }
  return tokens;
}

} // namespace

answer make_answer(const question& q, const answer_source& source,
                   std::int64_t created) {
  const auto base = hash_text(source.seed, source.provider);
  const auto h = mix(hash_text(base, q.model) ^ q.text_hash);
  answer a;
  const auto id = mix(base ^ source.sequence);
  a.id = hex16(id) + hex16(mix(id)).substr(0, 8);
  a.created = created;
  a.model = q.model;
  a.fingerprint = "fp_" + hex16(hash_text(base, q.model)).substr(0, 10);
  a.prompt_tokens = q.prompt_tokens;
  a.stream = q.stream;
  a.include_usage = q.include_usage;
  if (q.tool) {
    a.tool = q.tool->name;
    a.tokens = fragments(q.tool->arguments);
  } else {
    a.tokens = sentence(h, source.provider, q.model,
                        source.tokens.value_or(natural_length(h)));
  }
  if (q.max_tokens && a.tokens.size() > *q.max_tokens) {
    a.tokens.resize(*q.max_tokens);
    a.cut_short = true;
  }
  return a;
}

} // namespace bellwether::simulator
