#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::domain {

/// What went wrong with an attempt, named by who has to act on it.
enum class failure_class : std::uint8_t {
  unreachable,       ///< DNS, refused, connect timeout, TLS: nothing was sent
  connection_lost,   ///< reset or end of file before the answer began
  timed_out,         ///< no first byte, or silence within the answer
  try_again,         ///< 408, 409, 425
  rate_limited,      ///< 429 that passes by itself
  overloaded,        ///< 503, 529
  server_error,      ///< 500, 502, 504
  odd_server_error,  ///< any other 5xx: this host will not mend it at once
  bad_answer,        ///< 2xx that is not an answer, or an error inside it
  truncated,         ///< the stream ended before its format's own end
  quota_exhausted,   ///< 429 that waiting does not help, 402, no credit
  bad_credentials,   ///< 401, 403
  model_missing,     ///< 404 for this model
  wrong_endpoint,    ///< 404 for the path, 405, redirects, HTML
  context_too_long,  ///< the prompt does not fit into this model
  content_refused,   ///< the provider's policy refused the content
  request_too_large, ///< 413
  bad_request,       ///< 400, 422: it would be wrong everywhere
  unsupported,       ///< this provider's format cannot carry the request
  deadline_passed,   ///< the request's own time is used up
  caller_gone,       ///< the caller closed its connection
};

std::string_view to_string(failure_class c);

/// What may follow a failure, in the order of preference.
enum class next_step : std::uint8_t {
  fail_over,          ///< next candidate; the same one never helps now
  retry_or_fail_over, ///< next candidate, or the same again if it is the last
  tell_caller, ///< it would fail everywhere, or nobody waits for the answer
};

/// What a failure says about the health of who failed.
enum class health_mark : std::uint8_t {
  none,                   ///< nothing: the caller's mistake or departure
  failure,                ///< one more failure for the provider's breaker
  rate_limited,           ///< provider+model holds until a time; not a fault
  provider_misconfigured, ///< out at once; an operator must act
  model_misconfigured,    ///< the same for this model only
};

struct verdict {
  next_step step;
  health_mark mark;
};

/// The table of protocols: failure class -> what follows.
verdict verdict_of(failure_class c);

/// One failed attempt. `detail` is safe to show to callers and in logs: it
/// carries no secrets and no prompt.
struct failure {
  failure_class what = failure_class::bad_answer;
  int status = 0;          ///< the provider's HTTP status; 0 without one
  std::string code = {};   ///< the provider's own error code, may be empty
  std::string detail = {}; ///< a short sentence
  std::string param = {};  ///< the request's field that is wrong, if any
  std::optional<std::chrono::milliseconds> retry_after = std::nullopt;
};

} // namespace bellwether::domain
