#pragma once

#include "domain/finished_call.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::domain {

/// What a drill pretends that a provider does.
enum class drill_fault : std::uint8_t {
  refuse,       ///< connects are refused
  hang,         ///< nothing comes until the attempt's time-out
  slow,         ///< the answer comes `delay` later
  server_error, ///< 500
  rate_limit,   ///< 429 without a Retry-After
  cut,          ///< the answer ends before its first text
  garbage,      ///< what comes is no answer
};

/// "refuse", "hang", "slow", "500", "429", "cut", "garbage".
std::string_view to_string(drill_fault f);
std::optional<drill_fault> parse_drill_fault(std::string_view text);

/// A game day on a live daemon.
struct drill_order {
  std::size_t provider = 0; ///< index into catalog::providers
  drill_fault fault = drill_fault::refuse;
  double share = 1.0; ///< of the attempts at the provider, in (0, 1]
  std::chrono::milliseconds length{60'000};
  std::chrono::milliseconds delay{2'000}; ///< of the fault `slow`
};

enum class drill_end : std::uint8_t {
  running,
  time_up,   ///< as ordered
  stopped,   ///< by the operator
  in_danger, ///< callers felt it: stopped by itself
};

std::string_view to_string(drill_end e);

/// Quantiles of a set of durations.
struct duration_summary {
  std::size_t count = 0;
  std::chrono::nanoseconds p50{0};
  std::chrono::nanoseconds p95{0};
  std::chrono::nanoseconds p99{0};
};

/// What a drill came to, or has come to so far.
struct drill_report {
  drill_order order;
  drill_end end = drill_end::running;
  std::chrono::milliseconds elapsed{0}; ///< of the fault
  std::uint64_t requests = 0;           ///< that ended since it began
  std::uint64_t failed = 0;             ///< as callers saw it
  std::uint64_t hit = 0;                ///< requests that the fault touched
  std::uint64_t rerouted = 0;           ///< of those, answered by another
  /// What failures and refusals before the last attempt took: of requests that
  /// the fault hit, and of all others in the same time.
  duration_summary delay_hit;
  duration_summary delay_others;
  money spent; ///< by requests of the drill's time, losers included
  money extra; ///< of that, what attempts that did not answer cost
  /// From the beginning until the provider was held out; nothing: it was not.
  std::optional<std::chrono::milliseconds> time_to_detect;
  /// From the fault's end until the provider was closed again; nothing: not
  /// yet, or it was never held out.
  std::optional<std::chrono::milliseconds> time_to_recover;
};

/// Adds up a drill while it runs and until its provider has recovered. Keeps at
/// most 10,000 durations of each kind. Pure: time is an argument.
class drill_meter {
public:
  using time_point = std::chrono::steady_clock::time_point;

  drill_meter(const drill_order& order, time_point started);

  /// A call that ended. After the fault's end only those that it had hit.
  void add(const finished_call& call);

  /// The provider, or `which` of its models, came to be held out, or was closed
  /// again. It has recovered when nothing of it is out any more.
  void held_out(time_point now,
                std::optional<std::size_t> which = std::nullopt);
  void closed(time_point now, std::optional<std::size_t> which = std::nullopt);

  /// The fault is taken away. Once.
  void end(drill_end why, time_point now);

  /// Whether callers feel it: at least five requests failed, and more than one
  /// in a hundred.
  bool in_danger() const;

  bool running() const { return report_.end == drill_end::running; }
  time_point ends_at() const { return started_ + report_.order.length; }

  drill_report report(time_point now) const;

private:
  drill_report report_;
  time_point started_;
  std::optional<time_point> ended_;
  std::vector<std::optional<std::size_t>> out_; ///< of it, since the fault
  std::vector<std::chrono::nanoseconds> hit_delays_;
  std::vector<std::chrono::nanoseconds> other_delays_;
};

} // namespace bellwether::domain
