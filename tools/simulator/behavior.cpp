#include "simulator/behavior.hpp"

#include "simulator/hash.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace bellwether::simulator {

namespace {

std::chrono::microseconds from_ms(double ms) {
  constexpr double longest_ms = 600'000;
  return std::chrono::microseconds{
      std::llround(std::clamp(ms, 0.0, longest_ms) * 1000)};
}

/// A standard normal number (Box-Muller) out of one random word.
double normal(std::uint64_t random) {
  const auto u = 1.0 - unit_interval(random);
  const auto v = unit_interval(mix(random));
  return std::sqrt(-2.0 * std::log(u)) * std::cos(2 * std::numbers::pi * v);
}

} // namespace

std::chrono::microseconds sample(const latency_model& model,
                                 std::uint64_t random) {
  const auto u = unit_interval(random);
  switch (model.distribution) {
    case spread::fixed:
      return from_ms(model.ms);
    case spread::uniform:
      return from_ms(model.min_ms + u * (model.max_ms - model.min_ms));
    case spread::exponential:
      return from_ms(-model.ms * std::log(1.0 - u));
    case spread::lognormal:
      return from_ms(model.ms * std::exp(model.sigma * normal(random)));
  }
  return {};
}

std::size_t cache_reads(const behavior& b) {
  constexpr std::size_t of_quirk = 1024;
  return b.cache_read_tokens.value_or(
      b.quirks.has(quirk::cached_usage) ? of_quirk : 0);
}

std::size_t cache_writes(const behavior& b) {
  constexpr std::size_t of_quirk = 256;
  return b.cache_write_tokens.value_or(
      b.quirks.has(quirk::cached_usage) ? of_quirk : 0);
}

std::chrono::microseconds chunk_interval(const behavior& b) {
  if (b.chunk_interval_ms) {
    return from_ms(*b.chunk_interval_ms);
  }
  return b.tokens_per_second > 0 ? from_ms(1000.0 / b.tokens_per_second)
                                 : std::chrono::microseconds{};
}

std::chrono::microseconds generation_time(const behavior& b,
                                          std::size_t tokens) {
  return b.tokens_per_second > 0 ? from_ms(1000.0 * static_cast<double>(tokens)
                                           / b.tokens_per_second)
                                 : std::chrono::microseconds{};
}

} // namespace bellwether::simulator
