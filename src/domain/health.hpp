#pragma once

#include "domain/admission.hpp"
#include "domain/failure.hpp"
#include "domain/failure_window.hpp"
#include "domain/health_policy.hpp"

#include <optional>
#include <string>

namespace bellwether::domain {

/// What a health must know after a restart.
struct health_memory {
  health_state state = health_state::closed;
  unsigned consecutive_failures = 0;
  unsigned consecutive_opens = 0;
  unsigned consecutive_rate_limits = 0;
  time_point since;
  time_point held_until;
  std::string cause;

  bool operator==(const health_memory&) const = default;
};

/// The health of one provider, or of one model at one provider.
///
///   closed        --threshold, or share of failures-->  open (hold n)
///   rate_limited  --the same-->                         open (longer hold
///   wins) open          --hold over-->                        half_open
///   misconfigured --hold over-->                        half_open
///   half_open     --admit-->                            half_open, probe out
///   half_open     --probe succeeded-->                  closed, slow start
///   half_open     --probe failed-->                     open (hold n+1)
///   half_open     --probe told nothing, or lost-->      half_open, no probe
///   out open          --admit as a last resort-->           open, probe out
///   open          --that probe succeeded-->             closed, slow start
///   open          --that probe failed-->                open (same hold)
///   any           --rate limited until t-->             rate_limited (longest)
///   rate_limited  --t passed-->                         closed (not a fault)
///   rate_limited  --last resort succeeded-->            closed (no slow start)
///   any           --misconfigured-->                    misconfigured (long)
///
/// Open and misconfigured stay when a rate limit comes; the longer of two
/// holds wins. While held out only the probe's result counts: attempts from
/// before the opening neither close the breaker nor prolong the hold, unless
/// they show a misconfiguration. Misconfigured is no last resort: only a
/// person can mend it. Neither is a provider that was opened by a time-out:
/// asking it costs the caller that time again, and its probes will tell; nor
/// one that has named the time itself. Opening again within `relapse` of a
/// recovery goes on with growing holds, so that a provider that flaps is asked
/// less and less.
class health {
public:
  explicit health(const health_policy& policy);

  /// May an attempt start now? `chance` in [0, 1) decides the slow start.
  admission admit(time_point now, urgency how = urgency::normal,
                  double chance = 0.0);

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

  /// What time alone changed since the last call of any of these. They all do
  /// it themselves too, but then nobody is told.
  std::optional<health_change> settle(time_point now);

  /// Grows when a probe has told and when a hold has ended well: what was
  /// admitted in an earlier era is from before that.
  unsigned era() const { return era_; }

  health_state state(time_point now) const;
  unsigned consecutive_failures() const { return consecutive_failures_; }
  time_point since() const { return since_; }
  time_point held_until() const { return held_until_; }
  const std::string& last_cause() const { return last_cause_; }
  double failure_share(time_point now) const { return window_.share(now); }

  /// The share of traffic that is admitted: below 1 in the slow start.
  double traffic_share(time_point now) const;

  health_memory remember() const;

  /// Takes up where a predecessor stopped. Holds that are over are half-open.
  void recall(const health_memory& before, time_point now);

private:
  admission admit_held(time_point now, urgency how);
  admission start_probe(time_point now);
  admission refuse(refusal why, time_point until) const;
  bool end_probe(bool probe);
  void forget_old_openings(time_point now);
  bool held() const;
  bool probe_out(time_point now) const;
  bool worth_a_last_resort(time_point now) const;
  void heed(std::chrono::milliseconds wait, time_point now);
  std::optional<health_change> move_to(health_state to, time_point now,
                                       std::string cause, time_point until);
  std::optional<health_change> recover(time_point now, std::string cause);
  std::optional<std::string> reason_to_open(time_point now) const;
  std::optional<health_change> count_failure(time_point now, bool proof,
                                             const failure& why, double chance);
  std::optional<health_change> open(time_point now, const failure& why,
                                    double chance, std::string cause);
  std::optional<health_change> limit_rate(time_point now, bool proof,
                                          const failure& why, double chance);
  std::optional<health_change> misconfigure(time_point now, const failure& why);

  health_policy policy_;
  health_state state_ = health_state::closed;
  failure_window window_;
  unsigned consecutive_failures_ = 0;
  unsigned consecutive_opens_ = 0;
  unsigned consecutive_rate_limits_ = 0;
  time_point since_;
  time_point held_until_;
  time_point named_until_ = time_point::min(); ///< by the provider itself
  std::optional<time_point> probe_started_;    ///< while one is out
  bool probe_counts_ = false; ///< it started after the last change for worse
  std::optional<time_point> last_resort_; ///< when it was admitted last
  std::optional<time_point> recovered_;   ///< when its last opening was over
  std::optional<time_point> slow_start_;  ///< since when the share grows
  unsigned era_ = 0;
  bool slow_ = false; ///< a time-out was what opened it
  std::string last_cause_;
};

} // namespace bellwether::domain
