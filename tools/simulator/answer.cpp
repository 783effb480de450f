#include "simulator/answer.hpp"

#include "simulator/hash.hpp"
#include "simulator/wording.hpp"

#include <algorithm>
#include <numeric>

namespace bellwether::simulator {

namespace {

std::string joined(const std::vector<std::string>& pieces) {
  return std::accumulate(pieces.begin(), pieces.end(), std::string{});
}

/// Ends the text before the first of `stops` in it.
void stop_early(choice& c, const std::vector<std::string>& stops) {
  if (stops.empty()) {
    return;
  }
  const auto text = c.text();
  auto first = std::string::npos;
  for (const auto& stop : stops) {
    if (const auto at = text.find(stop); at < first) {
      first = at;
      c.stop_sequence = stop;
    }
  }
  if (first != std::string::npos) {
    c.tokens = words_of(std::string_view{text}.substr(0, first));
    c.end = ending::stop_sequence;
  }
}

/// Cuts the choice off behind `limit` tokens: thoughts, text, calls.
void limit_tokens(choice& c, std::optional<std::size_t> limit) {
  if (!limit || c.token_count() <= *limit) {
    return;
  }
  auto left = *limit;
  const auto shorten = [&left](std::vector<std::string>& tokens) {
    tokens.resize(std::min(tokens.size(), left));
    left -= tokens.size();
  };
  shorten(c.thoughts);
  shorten(c.tokens);
  std::ranges::for_each(c.calls, [&](auto& call) { shorten(call.fragments); });
  c.end = ending::length;
}

std::vector<std::string> argument_fragments(std::string arguments,
                                            quirk_set quirks) {
  if (quirks.has(quirk::no_tool_input_deltas)) {
    return {"{}"};
  }
  if (quirks.has(quirk::malformed_function_call)) {
    arguments.pop_back();
  }
  if (quirks.has(quirk::object_arguments)) {
    return {arguments};
  }
  return fragments_of(arguments);
}

class composer {
public:
  composer(const question& q, const answer_source& source)
      : q_{q},
        source_{source},
        base_{hash_text(source.seed, source.provider)},
        id_{mix(base_ ^ source.sequence)} {}

  std::uint64_t base() const { return base_; }

  std::string id(std::size_t k) const {
    const auto h = k == 0 ? id_ : mix(id_ + k);
    return hex16(h) + hex16(mix(h)).substr(0, 8);
  }

  choice make(std::size_t i) const {
    auto h = mix(hash_text(base_, q_.model) ^ q_.text_hash);
    if (i > 0) {
      h = mix(h + i);
    }
    choice c;
    if (source_.quirks.has(quirk::prompt_block)) {
      c.end = ending::blocked;
      return c;
    }
    if (q_.thinks != thinking::none) {
      c.thoughts = musings(h, q_.model);
    }
    if (source_.quirks.has(quirk::max_tokens_without_parts)) {
      c.thoughts = musings(h, q_.model);
      c.end = ending::length;
      return c;
    }
    fill(c, h, i);
    limit_tokens(c, q_.max_tokens);
    return c;
  }

private:
  void fill(choice& c, std::uint64_t h, std::size_t i) const {
    if (!q_.tools.empty()) {
      for (const auto& wish : q_.tools) {
        const auto k = i * q_.tools.size() + c.calls.size();
        c.calls.push_back({id(k), wish.name,
                           argument_fragments(wish.arguments, source_.quirks)});
      }
      c.end = ending::calls;
      return;
    }
    if (!q_.json.empty()) {
      c.tokens = fragments_of(q_.json);
      return;
    }
    c.tokens = q_.said.empty()
                   ? sentence(h, source_.provider, q_.model,
                              source_.tokens.value_or(natural_length(h)))
                   : words_of(q_.said);
    for (auto& word : words_of(q_.sights)) {
      c.tokens.push_back(std::move(word));
    }
    stop_early(c, q_.stops);
  }

  const question& q_;
  const answer_source& source_;
  std::uint64_t base_;
  std::uint64_t id_;
};

} // namespace

std::string made_call::arguments() const {
  return joined(fragments);
}

std::string choice::text() const {
  return joined(tokens);
}

std::string choice::thought() const {
  return joined(thoughts);
}

std::size_t choice::token_count() const {
  auto n = thoughts.size() + tokens.size();
  for (const auto& call : calls) {
    n += call.fragments.size();
  }
  return n;
}

std::size_t answer::thought_tokens() const {
  std::size_t n = 0;
  for (const auto& c : choices) {
    n += c.thoughts.size();
  }
  return n;
}

std::size_t answer::completion_tokens() const {
  std::size_t n = 0;
  for (const auto& c : choices) {
    n += c.token_count();
  }
  return n;
}

answer make_answer(const question& q, const answer_source& source,
                   std::int64_t created) {
  const composer compose{q, source};
  answer a;
  a.id = compose.id(0);
  a.created = created;
  a.model = q.model;
  a.fingerprint =
      "fp_" + hex16(hash_text(compose.base(), q.model)).substr(0, 10);
  a.prompt_tokens = q.prompt_tokens;
  a.cache_read = source.cache_read;
  a.cache_write = source.cache_write;
  a.drop_usage = source.drop_usage;
  a.quirks = source.quirks;
  a.seed = source.seed;
  a.stream = q.stream;
  a.include_usage = q.include_usage;
  a.show_thoughts = q.thinks == thinking::shown
                    && !source.quirks.has(quirk::max_tokens_without_parts);
  for (std::size_t i = 0; i < q.choices; ++i) {
    a.choices.push_back(compose.make(i));
  }
  return a;
}

} // namespace bellwether::simulator
