#pragma once

#include "actors/permit.hpp"
#include "domain/failover.hpp"
#include "domain/plan.hpp"
#include "domain/request_facts.hpp"
#include "domain/tally.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bellwether::actors {

/// One caller's request on its way through its candidates. Belongs to whoever
/// holds the message that carries it: the session hands it over with
/// dispatch_call and has it back with the directive. The session of a request
/// that timed out meanwhile must not look at it any more.
struct call {
  domain::request_facts facts;
  domain::time_point deadline;
  std::optional<domain::failover> progress; ///< set once it has a plan
};

/// An admitted candidate: index into catalog::deployments.
struct attempt {
  std::size_t deployment = 0;
  actors::permit permit;
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
};

/// Session or provider -> router: name the next candidate.
struct dispatch_call : pending_call {};

/// Router -> provider: admit the candidate that the call's progress names.
struct admit_call : pending_call {};

/// Session -> provider, through the permit: how an attempt ended.
struct attempt_finished {
  std::size_t deployment = 0;
  bool provider_probe = false; ///< the provider's half-open breaker let it by
  bool model_probe = false;    ///< the model's own did
  std::optional<outcome> how;  ///< nothing: it told nothing
};

/// The health of a provider, or of one model at it.
struct health_report {
  std::string name;
  domain::health_state state = domain::health_state::closed;
  domain::time_point since;
  domain::time_point held_until;
  unsigned consecutive_failures = 0;
  std::string cause; ///< of the last change; safe to show
};

/// A provider actor's whole state, for reports.
struct provider_report {
  health_report provider;
  std::vector<health_report> models;
  std::size_t in_flight = 0;
  std::size_t max_concurrent = 0;
  std::uint64_t attempts = 0;
  std::uint64_t failures = 0;
  std::optional<domain::time_point> last_outcome;
};

/// Everybody -> supervisor or provider: how are you?
struct report_request {};

/// Everybody -> cost: what did the calls come to?
struct tally_request {};
using tally_snapshot = std::shared_ptr<const domain::tally>;

} // namespace bellwether::actors
