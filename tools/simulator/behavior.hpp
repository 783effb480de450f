#pragma once

#include "simulator/quirks.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::simulator {

/// What goes wrong. docs/simulator.md says what each one does.
enum class fault_kind : std::uint8_t {
  none,
  refuse,
  reset,
  status,
  rate_limit,
  quota,
  hang_before_headers,
  hang_after_headers,
  cut,
  garbage,
  html,
  empty_200,
  invalid_json_200,
  error_in_200,
  error_in_stream,
  trickle,
  slow_headers,
  keepalive_comments,
  drop_usage,
  no_done,
  close_after_response
};

/// How a cut answer ends: with a FIN or with a RST.
enum class cut_mode : std::uint8_t { eof, reset };

using header_list = std::vector<std::pair<std::string, std::string>>;

/// A fault and its parameters; the ones of other kinds mean nothing.
struct fault_plan {
  fault_kind kind = fault_kind::none;
  int status = 503;                    ///< status
  std::optional<std::string> body;     ///< status; none: the vendor's own
  header_list headers;                 ///< status
  std::optional<double> retry_after_s; ///< rate_limit
  std::size_t after = 1; ///< cut, error_in_stream: content chunks before it
  cut_mode mode = cut_mode::eof;        ///< cut
  std::chrono::milliseconds interval{}; ///< between two bytes or comments
  std::chrono::milliseconds duration{}; ///< keepalive_comments
};

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
