#pragma once

#include "domain/admission.hpp"
#include "domain/backoff.hpp"
#include "domain/failure.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace bellwether::domain {

/// When and for how long a provider or a model is held out.
struct health_policy {
  unsigned failure_threshold = 3; ///< consecutive failures that open
  backoff hold{std::chrono::seconds{5}, std::chrono::seconds{300}};
  backoff rate_limit_hold{std::chrono::seconds{10}, std::chrono::seconds{60}};
  std::chrono::milliseconds misconfigured_hold{300'000};
  /// A probe that has not reported after this long is given up, so that its
  /// slot cannot leak. Longer than any attempt: a later report would be taken
  /// for the next probe's.
  std::chrono::milliseconds probe_patience{130'000};
};

/// A change of state, for the log and the alerts.
struct health_change {
  health_state from;
  health_state to;
  std::string cause;
  time_point until;
};

/// The health of one provider, or of one model at one provider.
///
///   closed        --threshold failures-->      open (hold n)
///   rate_limited  --threshold failures-->      open (longer hold wins)
///   open          --hold over, admit-->        half_open (one probe)
///   half_open     --probe succeeded-->         closed
///   half_open     --probe failed-->            open (hold n+1)
///   half_open     --probe abandoned/lost-->    as before it (next one may)
///   any           --rate limited until t-->    rate_limited (longest t wins)
///   rate_limited  --t passed-->                closed (not a fault: no probe)
///   any           --misconfigured-->           misconfigured (long hold)
///   misconfigured --hold over, admit-->        half_open (one probe)
///
/// Open and misconfigured stay when a rate limit comes; the longer of two
/// holds wins. While held out only the probe's result counts: attempts from
/// before the opening neither close the breaker nor prolong the hold, unless
/// they show a misconfiguration.
class health {
public:
  explicit health(health_policy policy);

  /// May an attempt start now?
  admission admit(time_point now);

  /// An admitted attempt succeeded.
  std::optional<health_change> succeeded(time_point now, bool probe);

  /// An admitted attempt failed with `mark`; `why` is the cause for the log.
  /// `chance` in [0, 1) is the jitter.
  std::optional<health_change> failed(time_point now, bool probe,
                                      health_mark mark, const failure& why,
                                      double chance);

  /// An admitted attempt ended without telling anything (the caller left, the
  /// caller's mistake): a probe gives its slot back.
  void abandoned(time_point now, bool probe);

  health_state state(time_point now) const;
  unsigned consecutive_failures() const { return consecutive_failures_; }
  time_point since() const { return since_; }
  time_point held_until() const { return held_until_; }
  const std::string& last_cause() const { return last_cause_; }

private:
  void settle(time_point now);
  bool probe_lost(time_point now) const;
  void end_probe(time_point now);
  std::optional<health_change> move_to(health_state to, time_point now,
                                       std::string cause, time_point until);
  std::optional<health_change> count_failure(time_point now, bool probe,
                                             const failure& why, double chance);
  std::optional<health_change> limit_rate(time_point now, bool probe,
                                          const failure& why, double chance);
  std::optional<health_change> misconfigure(time_point now, const failure& why);

  health_policy policy_;
  health_state state_ = health_state::closed;
  health_state before_probe_ = health_state::open;
  unsigned consecutive_failures_ = 0;
  unsigned consecutive_opens_ = 0;
  unsigned consecutive_rate_limits_ = 0;
  time_point since_;
  time_point held_until_;
  std::optional<time_point> probe_started_; ///< while one is out
  std::string last_cause_;
};

} // namespace bellwether::domain
