#pragma once

#include "domain/money.hpp"
#include "domain/period.hpp"
#include "domain/wall_time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::domain {

/// On whose account an attempt is, and where it goes. Names, never secrets.
struct spender {
  std::string key; ///< the caller's; "anonymous" without one
  std::string team;
  std::string route; ///< what the caller asked for: a route or a model
  std::string provider;
  std::string model;

  bool operator==(const spender&) const = default;
};

/// Whose spend a budget bounds: that of everybody who is in every list that is
/// not empty.
struct budget_scope {
  std::vector<std::string> keys;
  std::vector<std::string> teams;
  std::vector<std::string> routes;
  std::vector<std::string> providers;
  std::vector<std::string> models;

  bool covers(const spender& who) const;

  /// Whether it matters which candidate a request goes to.
  bool depends_on_candidate() const {
    return !providers.empty() || !models.empty();
  }

  bool operator==(const budget_scope&) const = default;
};

/// "everything", or "team web, provider openai or google".
std::string to_string(const budget_scope& s);

/// What becomes of a request that does not fit.
enum class when_exceeded : std::uint8_t {
  refuse,  ///< 402
  degrade, ///< a cheaper model that fits; 402 if there is none
  alert,   ///< nothing: the budget only tells
};

std::string_view to_string(when_exceeded w);

/// A bound of what is spent in a period.
struct budget {
  std::string name;
  budget_scope scope;
  money limit;
  domain::period period;
  when_exceeded action = when_exceeded::refuse;
  std::vector<int> thresholds{50, 75, 90, 100}; ///< percent, ascending
  /// Tells when the period is likely to end above this share of the limit, in
  /// percent; nothing: never.
  std::optional<int> forecast_percent = 110;
  /// Tells when an hour costs so many times what hours usually cost; nothing:
  /// never.
  std::optional<double> spike_factor = 5.0;

  bool is_hard() const { return action != when_exceeded::alert; }
  bool operator==(const budget&) const = default;
};

/// Why an attempt may not be paid.
struct budget_refusal {
  enum class reason : std::uint8_t {
    over_limit,
    unpriced, ///< the model has no price, and the budget must count it
  };

  reason why = reason::over_limit;
  std::string budget;
  std::string model;
  when_exceeded action = when_exceeded::refuse;
  bool any_candidate = true; ///< another candidate would meet it as well
  money limit;
  money spent;
  money reserved; ///< by what is under way
  money wanted;   ///< by the attempt
  domain::period period;
  std::optional<wall_time> resets; ///< nothing: never, or bit by bit

  /// What a cheaper attempt may cost.
  money left() const { return limit - spent - reserved; }
};

/// A sentence for the caller: which budget, how much is left, when it resets.
std::string explain(const budget_refusal& why);

/// Something that people want to know of a budget.
struct budget_event {
  enum class kind : std::uint8_t {
    threshold, ///< `percent` of the limit is spent
    forecast,  ///< the period is likely to end at `projected`
    spike,     ///< the last hour cost `last_hour`, usual is `usual_hour`
    exhausted, ///< a request was refused or degraded, the first in the period
  };

  kind what = kind::threshold;
  std::string budget;
  int percent = 0; ///< of the threshold
  money limit;
  money spent;
  money projected;
  money last_hour;
  money usual_hour;
  time_span span; ///< the period that it is about; of a spike its hour
  wall_time at;
};

std::string_view to_string(budget_event::kind k);

/// "You've used 76.0 % ($380.00) of your $500.00 budget \"monthly\"", and the
/// like for the other kinds.
std::string explain(const budget_event& e);

/// What was told already in a period, so that it is told once.
struct fired_mark {
  std::string budget;
  wall_time period_start;
  budget_event::kind what = budget_event::kind::threshold;
  int percent = 0;

  bool operator==(const fired_mark&) const = default;
};

/// How a budget stands, for reports.
struct budget_report {
  domain::budget rule;
  time_span span;
  money spent;
  money reserved;
  std::optional<money> projected; ///< at the period's end, if it has one
  /// In its period; of a rolling one with the beginning of time.
  std::vector<fired_mark> told;
};

} // namespace bellwether::domain
