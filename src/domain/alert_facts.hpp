#pragma once

#include "domain/admission.hpp"
#include "domain/alert.hpp"
#include "domain/availability.hpp"
#include "domain/budget.hpp"
#include "domain/wall_time.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::domain {

/// Everything that alerts are made from, as it is at one moment.
struct alert_facts {
  using nanoseconds = std::chrono::nanoseconds;

  /// A provider, or a model at one.
  struct health {
    std::string name;
    health_state state = health_state::closed;
    wall_time since;
    std::optional<wall_time> held_until;
    unsigned failures = 0; ///< one after the other
    std::string cause;
    std::optional<nanoseconds> first_token_p95; ///< of models
    std::optional<nanoseconds> answer_p95;
  };
  struct provider : health {
    std::vector<health> models;
  };
  struct route {
    std::string name;
    /// Its candidates with their fallbacks: index into `providers`, name.
    struct candidate {
      std::size_t provider = 0;
      std::string model;
    };
    std::vector<candidate> candidates;
  };
  struct sink {
    std::string name;
    std::size_t waiting = 0;           ///< messages
    std::optional<wall_time> oldest;   ///< of those
    std::optional<wall_time> disabled; ///< since when
    std::string problem;               ///< of the last try; "" = none
  };
  struct key_refusals {
    std::string key; ///< that was revoked or replaced; "" = unknown ones
    std::uint64_t count = 0; ///< within the last minute
  };

  wall_time now;
  std::vector<provider> providers;
  std::vector<route> routes;
  double objective = 0.999;
  std::vector<availability_report> availability; ///< shortest first
  std::vector<budget_report> budgets;
  std::string ledger_problem;  ///< "" = it is well
  bool ledger_refuses = false; ///< and callers feel it
  std::string keys_problem;    ///< "" = none
  std::vector<key_refusals> refused_keys;
  std::vector<sink> sinks;
  std::optional<wall_time> crashed; ///< a predecessor did, and was seen then
};

/// All that is wrong, each key once: the same facts give the same conditions.
/// Rules that are not enabled yield nothing.
std::vector<condition> conditions_of(const alert_facts& facts,
                                     const alert_policies& policies);

} // namespace bellwether::domain
