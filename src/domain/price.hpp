#pragma once

#include "domain/money.hpp"

#include <cstdint>
#include <optional>

namespace bellwether::domain {

/// Tokens of one answer, counted as OpenAI counts them: `cached` and
/// `cache_write` are part of `prompt`, `reasoning` is part of `completion`.
struct usage {
  std::int64_t prompt = 0;
  std::int64_t cached = 0;
  std::int64_t cache_write = 0;
  std::int64_t completion = 0;
  std::int64_t reasoning = 0;

  constexpr std::int64_t total() const { return prompt + completion; }
  bool operator==(const usage&) const = default;
};

/// US dollars per million tokens of each kind.
struct token_prices {
  money input;
  money cached_input;
  money cache_write;
  money output;

  bool operator==(const token_prices&) const = default;
};

/// What a long prompt makes of a request's prices.
struct long_context_price {
  std::int64_t above_tokens = 0; ///< a prompt of more tokens than this is long
  token_prices prices;           ///< of all tokens of such a request

  bool operator==(const long_context_price&) const = default;
};

/// What a model charges per million tokens of each kind.
struct price {
  money input;
  money cached_input;
  money cache_write;
  money output;
  std::optional<long_context_price> long_context = std::nullopt;

  /// The prices of a request whose prompt has so many tokens, cached included.
  token_prices at(std::int64_t prompt_tokens) const;

  /// The tutorial's single figure: every token costs the same.
  static price flat(money per_million);

  bool operator==(const price&) const = default;
};

/// The cost of `used` at `p`, rounded to the nearest nano-dollar. Never
/// negative, also for inconsistent counts.
money cost_of(const price& p, const usage& used);

} // namespace bellwether::domain
