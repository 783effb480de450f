#pragma once

#include "domain/backoff.hpp"
#include "domain/budget.hpp"
#include "domain/conclude.hpp"
#include "domain/health.hpp"
#include "domain/plan.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bellwether::domain {

/// The bounds that all attempts of one request share.
struct failover_policy {
  unsigned max_attempts = 8;
  /// The longest pause before a candidate is tried once more; 0 = never.
  std::chrono::milliseconds max_wait{2'000};
  backoff retry{std::chrono::milliseconds{200}, std::chrono::seconds{2}};
};

/// Ask for candidate `deployment`, after a pause if `wait` is not zero.
struct try_candidate {
  std::size_t deployment = 0;
  std::chrono::milliseconds wait{0};
  urgency how = urgency::normal;
  bool retry = false; ///< the request has failed there before
};

/// Nothing is left to try, or it would not help: conclude() says it kindly.
struct give_up {
  bool deadline_passed = false;
};

using next_move = std::variant<try_candidate, give_up>;

/// One request's way through its plan. The first round takes the candidates in
/// order. Those that did not admit it are asked again as a last resort: first
/// those that were only cautious or full, in order, then those that are held
/// out, the soonest return first. When all are used up, those whose failure may
/// pass by itself are tried again after a pause, soonest first, as long as the
/// pause is short and attempts and time are left. Who may not be paid is never
/// asked again; a budget that degrades brings cheaper candidates, once. Pure:
/// time and chance are arguments. Owned by one party at a time.
class failover {
public:
  failover(std::shared_ptr<const catalog> models, failover_policy policy,
           plan candidates, time_point deadline);

  /// Where to go now. The first call names the first candidate.
  next_move next(time_point now, double chance);

  /// A candidate of the first round to ask beside the one that runs, at another
  /// provider; nothing if there is none. Later rounds leave it out.
  std::optional<try_candidate> hedge(time_point now);

  /// The candidate named last was not admitted.
  void refused(const admission& why);

  /// The candidate named last may not be paid. It is not asked again.
  void refused(const budget_refusal& why);

  /// Cheaper candidates, behind all others; those that the plan has already
  /// are left out. Once: for a budget that degrades.
  void degrade(const plan& cheaper);

  /// Whether degrade() is due: a budget that degrades has refused.
  bool wants_cheaper() const;

  /// The budget that made the request go to cheaper candidates, "" if none did.
  const std::string& degraded_by() const { return degraded_by_; }

  /// Why there is no answer, if budgets alone are why: no attempt was made and
  /// nobody refused for another reason. Null otherwise.
  const budget_refusal* refused_by_budget() const;

  /// The attempt at this candidate failed.
  void failed(std::size_t deployment, const failure& why, time_point now);

  /// The retry that was named last may not be made, and no other one.
  void deny_retry() { retries_denied_ = true; }

  /// Whether an attempt of this request has failed at the provider of
  /// `deployment`, in a way that counts against it.
  bool has_failed_at_provider_of(std::size_t deployment) const;

  /// The providers that failed the request or were held out, each once.
  std::vector<std::size_t> failed_providers() const;

  /// Attempts that were really made; refusals do not count.
  unsigned attempts() const { return attempts_; }
  const std::vector<attempt_record>& records() const { return records_; }

  /// All pauses that next() asked for until now.
  std::chrono::milliseconds paused() const { return paused_; }
  time_point deadline() const { return deadline_; }
  std::size_t current() const { return current_; }

private:
  /// What the rounds must know of one place in the plan.
  struct standing {
    bool named = false;                     ///< in the first round
    bool cheaper = false;                   ///< degrade() brought or named it
    bool last_resort = false;               ///< it was asked as one
    unsigned round = 0;                     ///< in which it was named last
    std::optional<std::size_t> last_record; ///< index into records_
  };

  const deployment& deployment_at(std::size_t place) const;
  std::int64_t window(std::size_t place) const;
  bool large_enough(std::size_t place) const;
  next_move go_to(std::size_t place,
                  std::chrono::milliseconds wait = std::chrono::milliseconds{},
                  urgency how = urgency::normal);
  std::optional<std::size_t> last_resort(time_point now) const;
  std::optional<std::chrono::milliseconds> pause(
      std::size_t place, time_point now, std::chrono::milliseconds least) const;
  std::optional<next_move> soonest(time_point now, double chance);
  next_move again(time_point now, double chance);
  next_move use_up();

  std::shared_ptr<const catalog> catalog_;
  failover_policy policy_;
  plan plan_;
  time_point deadline_;
  std::size_t place_ = 0;   ///< named last
  std::size_t running_ = 0; ///< named last by next()
  std::size_t current_ = 0;
  std::int64_t too_small_ = -1; ///< a context window that did not suffice
  unsigned attempts_ = 0;
  std::chrono::milliseconds paused_{0};
  unsigned round_ = 0;
  bool retries_denied_ = false;
  bool used_up_ = false; ///< no place is left, unless others come
  std::optional<give_up> over_;
  std::vector<standing> standings_;
  std::vector<attempt_record> records_;
  std::optional<budget_refusal> over_budget_; ///< the last one
  std::string degrades_; ///< the first budget that asked for degrade()
  bool was_degraded_ = false;
  std::string degraded_by_;
};

} // namespace bellwether::domain
