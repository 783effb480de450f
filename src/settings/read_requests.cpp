#include "settings/read_values.hpp"
#include "settings/sections.hpp"

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
  read_share(requests, "retry_budget_percent", out.retry_share, 0, 100);
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
