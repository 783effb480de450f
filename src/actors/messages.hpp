#pragma once

#include "actors/key_board.hpp"
#include "actors/permit.hpp"
#include "domain/admission.hpp"
#include "domain/availability.hpp"
#include "domain/budget_book.hpp"
#include "domain/drill.hpp"
#include "domain/failover.hpp"
#include "domain/plan.hpp"
#include "domain/request_facts.hpp"
#include "domain/tally.hpp"
#include "storage/ledger_query.hpp"
#include "storage/memory.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bellwether::actors {

/// An admitted candidate: index into catalog::deployments.
struct attempt {
  std::size_t deployment = 0;
  actors::permit permit;
  /// A second candidate may be asked beside this one when its first token has
  /// not come after so long: what it took in 19 of 20 cases until now. Nothing:
  /// the route does not hedge, or too little is known.
  std::optional<std::chrono::nanoseconds> hedge_after = std::nullopt;
};

/// One caller's request on its way through its candidates. Belongs to whoever
/// holds the message that carries it: the session hands it over with
/// dispatch_call and has it back with the directive. The session of a request
/// that timed out meanwhile must not look at it any more.
struct call {
  domain::request_facts facts;
  domain::time_point deadline;
  std::optional<domain::failover> progress; ///< set once it has a plan
  /// What the router set aside for a second candidate; for hedge_settled.
  std::optional<domain::money> hedge_reserved;
};

/// The router or a provider stopped before it answered, or the request's time
/// ran out while they were asked. Never a provider's failure.
struct unanswered {};

/// What the session does next: try a candidate, or tell the caller why not.
using directive =
    std::variant<unanswered, attempt, domain::give_up, domain::plan_refusal>;

/// Where a directive goes: implemented by the session, called from the actors'
/// threads. Delivering twice is harmless, the first one counts. One that is
/// dropped undelivered answers `unanswered` by itself, since an actor that
/// stops answers nobody.
class directive_sink {
public:
  virtual ~directive_sink() = default;
  virtual void deliver(directive d) = 0;
};

/// A call in search of a candidate.
struct pending_call {
  std::shared_ptr<actors::call> call;
  std::shared_ptr<directive_sink> sink;
  /// For a second candidate beside the one that is being tried: only one that
  /// is free now and was not asked yet. give_up: there is none, or the route's
  /// hedging budget is used up; the first attempt goes on.
  bool hedge = false;
};

/// Session or provider -> router: name the next candidate.
struct dispatch_call : pending_call {};

/// Router -> provider: admit the candidate that the call's progress names.
struct admit_call : pending_call {
  domain::urgency how = domain::urgency::normal;
};

/// Till -> cost: there is something to tell of the budgets.
struct budget_news {};

/// What an attempt was admitted as.
struct admitted_attempt {
  std::size_t deployment = 0;
  bool provider_probe = false; ///< the provider's half-open breaker let it by
  bool model_probe = false;    ///< the model's own did
  unsigned provider_era = 0;   ///< see domain::health::era
  unsigned model_era = 0;
};

/// Session -> provider, through the permit: the stream of an attempt that is a
/// probe has begun.
struct attempt_began : admitted_attempt {};

/// Session -> provider, through the permit: how an attempt ended.
struct attempt_finished : admitted_attempt {
  bool stream = false;
  /// The same request has failed at this provider before: once more says
  /// nothing new.
  bool repeated = false;
  domain::quota_mark asked = {}; ///< when it was admitted
  std::optional<outcome> how;    ///< nothing: it told nothing
};

/// Prober -> provider, through the permit: how an active probe ended.
struct probe_finished {
  bool provider_probe = false; ///< it holds the half-open breaker's slot
  std::optional<outcome> how;
};

/// Session -> router: a call of a route that hedges ended.
struct hedge_settled {
  std::string route;
  domain::money cost;                    ///< of the answer
  std::optional<domain::money> reserved; ///< the call's hedge_reserved
  domain::money extra;                   ///< what the loser cost
};

/// Provider -> objective: it, or one of its models, changed its state.
struct provider_changed {
  std::size_t provider = 0;
  std::optional<std::size_t> deployment; ///< nothing: the whole provider
  domain::health_state to = domain::health_state::closed;
};

/// The health of a provider, or of one model at it.
struct health_report {
  std::string name;
  domain::health_state state = domain::health_state::closed;
  domain::time_point since;
  domain::time_point held_until;
  unsigned consecutive_failures = 0;
  double failure_share = 0; ///< in the sliding window
  double traffic_share = 1; ///< below 1 in the slow start
  std::string cause;        ///< of the last change; safe to show
};

/// A model at a provider, for reports.
struct model_report : health_report {
  std::optional<std::chrono::nanoseconds> first_token_p50; ///< of streams
  std::optional<std::chrono::nanoseconds> first_token_p95;
  std::optional<std::chrono::nanoseconds> answer_p50; ///< plain ones
  std::optional<std::chrono::nanoseconds> answer_p95;
  std::optional<std::int64_t> remaining_requests; ///< as the provider counts
  std::optional<std::int64_t> remaining_tokens;
};

/// A provider actor's whole state, for reports.
struct provider_report {
  health_report provider;
  std::vector<model_report> models;
  std::size_t in_flight = 0;
  std::size_t limit = 0;          ///< of attempts at once, now
  std::size_t max_concurrent = 0; ///< as configured
  std::size_t queued = 0;         ///< requests that wait for a slot
  std::uint64_t shed = 0;         ///< that could not have had one in time
  std::uint64_t attempts = 0;
  std::uint64_t failures = 0;
  std::uint64_t probes = 0; ///< active ones that were begun
  std::uint64_t probes_succeeded = 0;
  std::uint64_t probes_failed = 0;
  std::optional<domain::time_point> last_outcome; ///< of a call or a probe
};

/// What the router counted, for reports.
struct router_report {
  std::uint64_t retries = 0;        ///< providers asked once more
  std::uint64_t retries_denied = 0; ///< by the retry budget
  std::uint64_t hedges = 0;         ///< second candidates that were let
};

/// Everybody -> supervisor, router or provider: how are you?
struct report_request {};

/// Everybody -> cost: what did the calls come to?
struct tally_request {};
using tally_snapshot = std::shared_ptr<const domain::tally>;

/// Control plane -> cost: how do the budgets stand?
struct budgets_request {};
using budgets_snapshot =
    std::shared_ptr<const std::vector<domain::budget_report>>;

/// Control plane -> cost: another limit from now on, until the restart. What is
/// wrong with that, or "".
struct change_limit {
  std::string budget;
  domain::money limit;
};

/// Key watch -> cost: other keys, and with them other budgets.
struct keys_changed {
  std::shared_ptr<const key_ring> keys;
};

/// Control plane -> ledger. The answers are a report's rows, a page, and how it
/// is; a failure is in `problem`.
struct ledger_report {
  std::vector<storage::report_row> rows;
  std::string problem;
};
using ledger_report_ptr = std::shared_ptr<const ledger_report>;
struct ledger_page {
  storage::entries_page page;
  std::string problem;
};
using ledger_page_ptr = std::shared_ptr<const ledger_page>;
struct ledger_status_request {};

/// Everybody -> objective: how does the objective stand?
struct availability_request {};
struct availability_snapshot {
  double objective = 0;
  double budget_left = 1;
  std::vector<domain::availability_report> windows; ///< shortest first
  domain::availability_counts day;                  ///< the last 24 hours
};

/// Control plane -> objective: begin a drill; stop it; how does it go?
struct start_drill {
  domain::drill_order order;
};
struct stop_drill {};
struct drill_request {};
/// The drill that runs or ran last; nothing: there was none. `refused` says why
/// a start was not possible.
struct drill_snapshot {
  std::optional<domain::drill_report> report;
  std::string refused;
};

/// Provider -> keeper: this is to outlive the process, now.
struct provider_remembered {
  std::size_t provider = 0;
  storage::provider_memory what;
};

} // namespace bellwether::actors
