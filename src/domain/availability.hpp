#pragma once

#include "domain/finished_call.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

namespace bellwether::domain {

/// Calls that were answered and calls that were not.
struct success_count {
  std::uint64_t good = 0;
  std::uint64_t bad = 0;

  std::uint64_t total() const { return good + bad; }
  /// In [0, 1]; nothing without calls.
  std::optional<double> share_good() const;

  success_count& operator+=(const success_count& other);
  bool operator==(const success_count&) const = default;
};

/// What one stretch of time brought.
struct availability_counts {
  success_count callers;                ///< as callers saw it
  std::uint64_t saved = 0;              ///< answered although somebody failed
  std::vector<success_count> providers; ///< each one's own, where it was asked

  availability_counts& operator+=(const availability_counts& other);
  bool operator==(const availability_counts&) const = default;
};

/// One hour's counts, for a successor.
struct availability_hour {
  std::int64_t hour = 0; ///< hours since 1970 began
  availability_counts counts;

  bool operator==(const availability_hour&) const = default;
};

/// How the objective stands over one window.
struct availability_report {
  std::string_view window; ///< "5m", "1h", "6h", "30d"
  std::chrono::minutes length{0};
  availability_counts counts;
  /// Share of bad calls over the share that the objective allows: 1 uses the
  /// error budget up exactly at the window's end; nothing without calls.
  std::optional<double> burn_rate;
};

/// The availability objective: how many calls were answered, over 5 minutes, an
/// hour, 6 hours and 30 days, as callers saw it and as it was with each
/// provider alone (its own answers against its failures and the times it was
/// held out). Bad is what Bellwether could not answer: a 5xx, a 429 that every
/// provider said, a stream that broke. The caller's own mistakes, refusals by
/// its keys or budgets, and callers that left count for nothing. Bounded: a
/// slice a minute for six hours and one an hour for thirty days. Pure: time is
/// an argument, as wall clock; one that runs back counts into the newest slice.
class availability {
public:
  using minutes = std::chrono::minutes;

  /// `objective` is the share of good calls that is aimed at, in (0, 1).
  availability(std::size_t providers, double objective);

  /// `at` counts minutes since 1970 began.
  void add(const finished_call& call, minutes at);

  /// All four windows, shortest first.
  std::vector<availability_report> report(minutes at) const;

  /// What the last 24 hours brought, to the hour.
  availability_counts last_day(minutes at) const;

  /// The share of the 30 days' error budget that is left, at most 1, below 0
  /// when it is overspent; 1 without calls.
  double budget_left(minutes at) const;

  double objective() const { return objective_; }

  /// The hours that 30 days need, oldest first, the running one included.
  std::vector<availability_hour> remember(minutes at) const;

  /// Takes up a predecessor's hours; those of other numbers of providers or
  /// older than 30 days are left out. Before anything was added.
  void recall(const std::vector<availability_hour>& hours, minutes at);

  /// How many minutes and hours are kept: at most 360 and 720.
  std::size_t slices() const { return minutes_.size() + hours_.size(); }

private:
  struct slice {
    std::int64_t number = 0; ///< minutes or hours since 1970 began
    availability_counts counts;
  };

  availability_counts& slice_for(std::deque<slice>& all, std::int64_t number,
                                 std::size_t most) const;
  availability_counts sum(const std::deque<slice>& all,
                          std::int64_t from) const;

  std::size_t providers_;
  double objective_;
  std::deque<slice> minutes_;
  std::deque<slice> hours_;
};

/// Whether a call counts for the objective, and how.
enum class call_verdict : std::uint8_t { good, bad, no_matter };
call_verdict judge(const finished_call& call);

} // namespace bellwether::domain
