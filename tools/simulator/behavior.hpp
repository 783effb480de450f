#pragma once

#include "simulator/fault_plan.hpp"
#include "simulator/limits.hpp"
#include "simulator/quirks.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace bellwether::simulator {

enum class spread : std::uint8_t { fixed, uniform, exponential, lognormal };

/// The time to the first token.
struct latency_model {
  spread distribution = spread::fixed;
  double ms = 0;     ///< fixed: the value; exponential: mean; lognormal: median
  double sigma = 0;  ///< lognormal
  double min_ms = 0; ///< uniform
  double max_ms = 0; ///< uniform
};

/// A draw from `model` decided by `random` alone; at most ten minutes.
std::chrono::microseconds sample(const latency_model& model,
                                 std::uint64_t random);

/// How a provider behaves until somebody changes it.
struct behavior {
  latency_model latency;
  double tokens_per_second = 0; ///< 0: as fast as the socket takes them
  std::optional<double> chunk_interval_ms; ///< wins over tokens_per_second
  std::optional<std::size_t> tokens;       ///< of every answer
  std::string required_key;                ///< "": any key will do
  quirk_set quirks;
  std::optional<std::size_t> cache_read_tokens;  ///< of every prompt
  std::optional<std::size_t> cache_write_tokens; ///< the same
  double error_rate = 1; ///< the share of requests that the fault hits
  fault_plan fault;
  std::optional<std::uint64_t> times; ///< requests that the fault still hits
  limit_plan limits;
};

/// The tokens besides its text that a prompt has in the cache, read or written.
std::size_t cache_reads(const behavior& b);
std::size_t cache_writes(const behavior& b);

/// The time between two chunks of a stream.
std::chrono::microseconds chunk_interval(const behavior& b);

/// How long a plain answer of `tokens` tokens takes after its latency.
std::chrono::microseconds generation_time(const behavior& b,
                                          std::size_t tokens);

} // namespace bellwether::simulator
