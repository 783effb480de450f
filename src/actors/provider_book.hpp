#pragma once

#include "actors/messages.hpp"
#include "domain/catalog.hpp"
#include "domain/concurrency_limit.hpp"
#include "domain/health.hpp"
#include "domain/latency_window.hpp"
#include "domain/probe_policy.hpp"
#include "domain/quota.hpp"
#include "storage/memory.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <variant>
#include <vector>

namespace bellwether::actors {

/// What a provider actor is told when it is started.
struct provider_config {
  std::shared_ptr<const domain::catalog> catalog;
  std::size_t index = 0; ///< into catalog::providers
  domain::health_policy health;
  domain::concurrency_policy concurrency;
  domain::probe_policy probe;
  std::size_t queue = 0;     ///< requests that may wait for a slot
  double quota_headroom = 0; ///< of the provider's own limits
  std::uint64_t seed = 0;    ///< of the jitter
  std::optional<storage::provider_memory> memory = std::nullopt;
};

/// What an attempt that asks for admission is like.
struct admission_request {
  std::size_t deployment = 0;
  domain::urgency how = domain::urgency::normal;
  std::int64_t tokens = 0; ///< that it may use, as far as can be told
  bool stream = false;
  bool repeated = false; ///< see attempt_finished
};

/// A change of the provider's state, or of one of its models'.
struct book_change {
  std::optional<std::size_t> deployment; ///< nothing: the whole provider
  domain::health_change what;
};

/// What a provider actor knows of its provider: health, slots, limits,
/// latencies, counts. It outlives an actor that dies, so that its successor
/// knows who is held out. Used by one actor at a time.
class provider_book {
public:
  using changes = std::vector<book_change>;

  provider_book(provider_config config, domain::time_point now);

  /// Admits an attempt if its provider, its model, the provider's own quota
  /// and the limit of concurrent attempts allow it.
  std::variant<attempt_finished, domain::admission> admit(
      const admission_request& asked, domain::time_point now);

  /// Books that a probe's stream has begun, which proves its provider, and how
  /// an attempt ended; both tell what that changed.
  changes begin(const attempt_began& attempt, domain::time_point now);
  changes finish(attempt_finished attempt, domain::time_point now);

  /// Takes the slot of an active probe if one is due; `finish` gives it back.
  std::optional<probe_finished> begin_probe(domain::time_point now);
  changes finish(const probe_finished& probe, domain::time_point now);

  /// What time alone has changed: of the whole provider, and of one model or
  /// all of them.
  changes settle(std::size_t deployment, domain::time_point now);
  changes settle(domain::time_point now);

  bool full() const { return limit_.full(); }

  /// How long each place in the queue takes, as far as it is known.
  std::chrono::nanoseconds pace(domain::time_point now) const;

  /// How long an attempt of this kind takes at most in 19 of 20 cases; nothing
  /// while too little is known.
  std::optional<std::chrono::nanoseconds> usual_wait(
      std::size_t deployment, bool stream, domain::time_point now) const;

  /// Forgets the attempts and probes that report to an actor that is no more.
  void restart(domain::time_point now);

  provider_report report(domain::time_point now) const;
  storage::provider_memory remember(domain::time_point now) const;

  const provider_config& config() const { return config_; }
  const std::string& name() const;

private:
  struct model_book {
    domain::health health;
    domain::quota quota;
    domain::latency_window first_tokens = domain::latency_window{};
    domain::latency_window answers = domain::latency_window{};
    std::optional<domain::time_point> last_success = std::nullopt;
  };

  bool outdated(const admitted_attempt& attempt) const;
  bool models_own_fault(std::size_t deployment, const domain::failure& why,
                        domain::time_point now) const;
  domain::admission refuse(domain::refusal why, domain::time_point until) const;
  void learn(const attempt_finished& attempt, domain::time_point now);
  std::optional<domain::failure> too_slow(const outcome& how) const;
  void judge(const attempt_finished& attempt, domain::time_point now,
             changes& out);
  void judge_failure(const attempt_finished& attempt,
                     const domain::failure& why, domain::time_point now,
                     changes& out);
  model_report report_of(const std::string& name, const model_book& of,
                         domain::time_point now) const;
  const std::string& model_name(std::size_t deployment) const;
  double chance();

  provider_config config_;
  domain::time_point started_;
  domain::health provider_;
  std::map<std::size_t, model_book> models_; ///< by deployment
  domain::concurrency_limit limit_;
  std::uint64_t attempts_ = 0;
  std::uint64_t failures_ = 0;
  std::uint64_t probes_ = 0;
  std::uint64_t probes_succeeded_ = 0;
  std::uint64_t probes_failed_ = 0;
  bool probe_out_ = false;
  std::optional<domain::time_point> last_outcome_;
  std::optional<domain::time_point> last_probe_;
  std::mt19937_64 random_;
  double probe_chance_; ///< when within its interval the next one comes
};

} // namespace bellwether::actors
