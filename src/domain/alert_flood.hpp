#pragma once

#include "domain/alert_message.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::domain {

struct flood_policy {
  std::size_t messages = 20; ///< to one sink within the window
  std::chrono::milliseconds window{300'000};

  bool operator==(const flood_policy&) const = default;
};

/// What was folded into one message: bounded, however much there was.
struct folded_alerts {
  static constexpr std::size_t most_titles = 10;

  wall_time from;
  wall_time to;
  severity worst = severity::info;
  std::uint64_t count = 0;
  std::map<std::string, std::uint64_t> by_rule; ///< "provider_down", 12
  std::vector<std::string> titles;              ///< the first ones

  void add(const alert_message& m);
  bool operator==(const folded_alerts&) const = default;
};

/// Lets so many messages a window go to one sink, and folds the rest. Critical
/// ones have a share of their own, as large as that of the others: they do not
/// wait behind what is less bad. The end of what the sink has heard of, and
/// tests, always go. Pure.
class flood_gate {
public:
  explicit flood_gate(const flood_policy& policy) : policy_{policy} {}

  /// True: it may go by itself; false: it was folded.
  bool admit(const alert_message& m);

  /// What a predecessor had folded.
  void restore(folded_alerts folded) { folded_ = std::move(folded); }

  /// What is folded and not told yet; for storing.
  const std::optional<folded_alerts>& folded() const { return folded_; }

  /// The digest, once the window of what was folded first is over.
  std::optional<alert_message> due(wall_time now);

  std::uint64_t total_folded() const { return total_; }

private:
  flood_policy policy_;
  // When messages went within the window, oldest first.
  std::deque<wall_time> critical_;
  std::deque<wall_time> others_;
  std::optional<folded_alerts> folded_;
  std::uint64_t total_ = 0;
};

/// "37 alerts in 5 min: 30 provider_down, 7 route_down".
alert_message message_of(const folded_alerts& folded, wall_time now);

} // namespace bellwether::domain
