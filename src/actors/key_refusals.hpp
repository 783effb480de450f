#pragma once

#include "domain/alert_facts.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace bellwether::actors {

/// How often callers knocked with keys that are not good, within the last
/// minute. Thread-safe. Bounded: names come from the key file.
class key_refusals {
public:
  using time_point = std::chrono::steady_clock::time_point;

  /// `key`: the name of one that was revoked or replaced; "" for a secret that
  /// nobody knows, or none.
  void count(const std::string& key, time_point now);

  /// Those of the last minute, to the second; without keys that were not
  /// refused.
  std::vector<domain::alert_facts::key_refusals> last_minute(
      time_point now) const;

private:
  struct second {
    std::int64_t number = 0;
    std::uint64_t count = 0;
  };

  mutable std::mutex mutex_;
  std::map<std::string, std::deque<second>> seconds_;
};

} // namespace bellwether::actors
