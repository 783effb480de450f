#pragma once

#include "domain/budget.hpp"
#include "domain/calendar.hpp"
#include "domain/rolling_sum.hpp"
#include "domain/spike_watch.hpp"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace bellwether::domain {

/// How one budget stands, and what was told of it, in the newest few of its
/// periods. Its rule is an argument, and may change but for its period. What
/// happens is appended to a list of events.
class budget_account {
public:
  explicit budget_account(const period& p);

  /// Goes to the period of `now`. The calls below are about that one.
  void turn(const budget& rule, calendar& when, wall_time now) {
    if (!current_.holds(now))
      move(rule, when, now);
  }

  money spent() const { return page().spent; }
  money reserved() const { return reserved_; }
  /// Of a calendar's period.
  wall_time end() const { return current_.end; }

  /// Whether so much may be reserved. What costs nothing always may.
  bool fits(const budget& rule, money amount) const;
  void reserve(money amount);
  void release(money amount);

  /// So much was spent now.
  void charge(const budget& rule, money cost, wall_time now,
              std::vector<budget_event>& events);

  /// A request did not fit.
  void refused(const budget& rule, wall_time now,
               std::vector<budget_event>& events);

  /// What a predecessor spent at `at`, and told. turn() is due after it.
  void restore(const budget& rule, calendar& when, money spent, wall_time at);
  void restore(const budget& rule, calendar& when, const fired_mark& mark);

  /// How it stands in `span`, that of `now`, without going there.
  budget_report report(const budget& rule, time_span span, wall_time now) const;

private:
  struct page_of_period {
    money spent;
    std::set<std::pair<budget_event::kind, int>> told;
  };

  const page_of_period& page() const { return periods_.at(key_); }
  page_of_period& page() { return periods_.at(key_); }
  void move(const budget& rule, calendar& when, wall_time now);
  void roll(const budget& rule, wall_time now);
  page_of_period& restored(const budget& rule, calendar& when, wall_time at);
  budget_event event(const budget& rule, budget_event::kind what,
                     wall_time now) const;
  void tell_thresholds(const budget& rule, wall_time now,
                       std::vector<budget_event>& events);
  void tell_forecast(const budget& rule, wall_time now,
                     std::vector<budget_event>& events);
  void tell_spike(const budget& rule, money cost, wall_time now,
                  std::vector<budget_event>& events);

  money reserved_;
  time_span current_{};                         ///< for which page() is right
  wall_time key_{};                             ///< of the current page
  std::map<wall_time, page_of_period> periods_; ///< by start; rolling: one
  rolling_sum recent_;                          ///< of a rolling period
  wall_time refused_at_{}; ///< when it was told, of a rolling period
  spike_watch spikes_;
};

} // namespace bellwether::domain
