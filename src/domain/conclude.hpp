#pragma once

#include "domain/admission.hpp"
#include "domain/catalog.hpp"
#include "domain/failure.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::domain {

/// What became of one candidate: an attempt that failed, or a refusal to admit.
struct attempt_record {
  std::size_t deployment = 0;
  bool admitted = false;   ///< false: held out, nothing was sent
  domain::failure failure; ///< of an attempt
  health_state held = health_state::closed; ///< of a refusal
  refusal why = refusal::none;              ///< of a refusal
  time_point until; ///< of a refusal, or of a failure's Retry-After
};

/// The one honest error for the caller when nothing answered.
struct exhausted {
  int status = 503;       ///< 4xx when the caller must change the request
  std::string type;       ///< OpenAI error type
  std::string code;       ///< OpenAI error code
  std::string param = {}; ///< the request's field that is wrong, if any
  std::string message;    ///< names the attempts in order; safe to show
  std::optional<std::chrono::seconds> retry_after = std::nullopt;
};

/// Puts a request's records in the caller's terms. A record of the caller's
/// own mistake decides alone; else everything rate limited is 429, a passed
/// deadline 504, all bad answers 502 (but for those of last resorts), all
/// misconfigured 503 `provider_unavailable`, and the rest 503. Retry-After is
/// the soonest return of a candidate, at least one second; one that is over its
/// budget returns never. When budgets alone are why, the refusal itself says
/// more: see failover::refused_by_budget().
exhausted conclude(const catalog& models,
                   const std::vector<attempt_record>& records, time_point now,
                   bool deadline_passed);

} // namespace bellwether::domain
