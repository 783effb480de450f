#include "domain/price.hpp"

#include <algorithm>
#include <limits>

namespace bellwether::domain {

namespace {

__extension__ using wide = __int128;

// Far more than any answer has; keeps four products within `wide`.
constexpr std::int64_t most_tokens = 1'000'000'000'000'000;

std::int64_t sane(std::int64_t tokens) {
  return std::clamp<std::int64_t>(tokens, 0, most_tokens);
}

wide charge(std::int64_t tokens, money per_million) {
  return static_cast<wide>(tokens)
         * std::max<std::int64_t>(per_million.nanos(), 0);
}

} // namespace

token_prices price::at(std::int64_t prompt_tokens) const {
  if (long_context && prompt_tokens > long_context->above_tokens)
    return long_context->prices;
  return {input, cached_input, cache_write, output};
}

price price::flat(money per_million) {
  return {per_million, per_million, per_million, per_million};
}

money cost_of(const price& p, const usage& used) {
  constexpr wide million = 1'000'000;
  const std::int64_t cached = sane(used.cached);
  const std::int64_t cache_write = sane(used.cache_write);
  const std::int64_t fresh = sane(sane(used.prompt) - cached - cache_write);
  const token_prices per = p.at(used.prompt);
  const wide sum = charge(fresh, per.input) + charge(cached, per.cached_input)
                   + charge(cache_write, per.cache_write)
                   + charge(sane(used.completion), per.output);
  const wide rounded = (sum + million / 2) / million;
  const wide most = std::numeric_limits<std::int64_t>::max();
  return money::nanos(static_cast<std::int64_t>(std::min(rounded, most)));
}

} // namespace bellwether::domain
