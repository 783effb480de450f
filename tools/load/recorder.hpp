#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::load {

using clock = std::chrono::steady_clock;

/// What became of one request.
struct outcome {
  std::string failure; ///< "": it succeeded
  std::string sample;  ///< the beginning of what arrived instead
  int status = 0;      ///< 0: no head
  std::string provider;
  std::string attempts;
  std::chrono::microseconds latency{}; ///< from the intended send time
  bool stream = false;
  bool done = false;       ///< [DONE] came
  std::size_t content = 0; ///< content chunks
};

struct failure_count {
  std::uint64_t count = 0;
  std::string sample;
};

struct quantiles {
  std::int64_t p50 = 0;
  std::int64_t p90 = 0;
  std::int64_t p99 = 0;
  std::int64_t p999 = 0;
  std::int64_t max = 0;
};

/// Of microseconds; all zero when there are none. Reorders `values`.
quantiles quantiles_of(std::vector<std::int32_t>& values);

/// The sums over a run, for one thread. Bounded: of the values behind the
/// quantiles the first twenty million of each kind are kept.
class recorder {
public:
  void add(const outcome& o);
  void add_first_chunk(std::chrono::microseconds after);
  void add_lateness(std::chrono::microseconds late);
  void add_reconnect() { ++reconnects; }

  std::uint64_t sent = 0;
  std::uint64_t succeeded = 0;
  std::uint64_t reconnects = 0; ///< a kept connection turned out to be closed
  std::uint64_t streams = 0;
  std::uint64_t streams_done = 0;
  std::uint64_t content_chunks = 0;
  std::map<std::string, failure_count> failures;
  std::map<int, std::uint64_t> statuses;
  std::map<std::string, std::uint64_t> providers;
  std::map<std::string, std::uint64_t> attempts;
  std::vector<std::int32_t> latencies; ///< of successes
  std::vector<std::int32_t> first_chunks;
  std::vector<std::int32_t> lateness;
};

} // namespace bellwether::load
