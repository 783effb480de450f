#include "settings/sections.hpp"

#include <algorithm>
#include <array>

namespace bellwether::settings {

namespace {

constexpr std::array policies{unsupported_parameters::drop,
                              unsupported_parameters::reject};

/// Comments that are nearer than a second only fill the stream.
void read_keep_alive(object_reader& requests, milliseconds& out) {
  constexpr milliseconds least{1'000};
  if (!requests.duration("keep_alive_ms", out, {0, 600'000}))
    return;
  if (out.count() != 0 && out < least)
    requests.refuse("keep_alive_ms",
                    "is " + std::to_string(out.count())
                        + ", must be 0 (none) or a whole number from 1000 to "
                          "600000 ms");
}

/// Reads two bounds and reports them if they stand the wrong way round.
void read_bounds(object_reader& section, std::string_view low,
                 std::string_view high, domain::backoff& out,
                 const range& allowed) {
  section.duration(low, out.base, allowed);
  section.duration(high, out.cap, allowed);
  if (out.base > out.cap)
    section.refuse(section.has(low) ? low : high,
                   std::string{low} + " is " + std::to_string(out.base.count())
                       + " ms, must not be above " + std::string{high} + ", "
                       + std::to_string(out.cap.count()) + " ms");
}

} // namespace

void read_requests(object_reader requests, request_limits& out) {
  requests.duration("timeout_ms", out.timeout, {100, 3'600'000});
  requests.duration("stream_timeout_ms", out.stream_timeout, {100, 86'400'000});
  requests.whole("max_attempts", out.failover.max_attempts, {1, 100});
  requests.duration("max_wait_ms", out.failover.max_wait, {0, 600'000});
  read_bounds(requests, "retry_base_ms", "retry_cap_ms", out.failover.retry,
              {1, 600'000});
  requests.choice<unsupported_parameters>("unsupported_parameters",
                                          out.unsupported, policies);
  read_keep_alive(requests, out.keep_alive);
}

void read_health(object_reader health, domain::health_policy& out) {
  health.whole("failure_threshold", out.failure_threshold, {1, 1000});
  read_bounds(health, "min_hold_ms", "max_hold_ms", out.hold, {1, 86'400'000});
  read_bounds(health, "rate_limit_min_hold_ms", "rate_limit_max_hold_ms",
              out.rate_limit_hold, {1, 86'400'000});
  health.duration("misconfigured_hold_ms", out.misconfigured_hold,
                  {1, 86'400'000});
}

void read_complexity(object_reader complexity,
                     domain::complexity_thresholds& out) {
  const range tokens{1, 100'000'000, "tokens"};
  complexity.whole("standard_from_tokens", out.standard_from_tokens, tokens);
  complexity.whole("premium_from_tokens", out.premium_from_tokens, tokens);
  if (out.standard_from_tokens > out.premium_from_tokens)
    complexity.refuse(
        complexity.has("standard_from_tokens") ? "standard_from_tokens"
                                               : "premium_from_tokens",
        "standard_from_tokens is " + std::to_string(out.standard_from_tokens)
            + ", must not be above premium_from_tokens, "
            + std::to_string(out.premium_from_tokens));
}

} // namespace bellwether::settings
