#include "providers/quota_headers.hpp"

#include "providers/header_value.hpp"
#include "providers/retry_after.hpp"
#include "providers/timestamps.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace bellwether::providers {

namespace {

using std::chrono::milliseconds;
using wait = std::optional<milliseconds>;

// Reads a reset's value; the head has the date that it may be compared with.
using reset_reader = wait (*)(std::string_view reset, const answer_head& head);

struct limit_names {
  std::string_view limit;
  std::string_view remaining;
  std::string_view reset;
};

constexpr std::array<limit_names, 2> openai_limits{{
    {"x-ratelimit-limit-requests", "x-ratelimit-remaining-requests",
     "x-ratelimit-reset-requests"},
    {"x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens",
     "x-ratelimit-reset-tokens"},
}};

constexpr std::array<limit_names, 4> anthropic_limits{{
    {"anthropic-ratelimit-requests-limit",
     "anthropic-ratelimit-requests-remaining",
     "anthropic-ratelimit-requests-reset"},
    {"anthropic-ratelimit-tokens-limit", "anthropic-ratelimit-tokens-remaining",
     "anthropic-ratelimit-tokens-reset"},
    {"anthropic-ratelimit-input-tokens-limit",
     "anthropic-ratelimit-input-tokens-remaining",
     "anthropic-ratelimit-input-tokens-reset"},
    {"anthropic-ratelimit-output-tokens-limit",
     "anthropic-ratelimit-output-tokens-remaining",
     "anthropic-ratelimit-output-tokens-reset"},
}};

wait openai_reset(std::string_view reset, const answer_head&) {
  if (const auto duration = read_duration(reset))
    return duration;
  const auto seconds = read_seconds(reset);
  // So many seconds are no wait but the time of day in some server's way.
  return seconds < longest_wait ? seconds : std::nullopt;
}

wait anthropic_reset(std::string_view reset, const answer_head& head) {
  const auto end = read_rfc3339(reset);
  const auto now = end ? read_http_date(head.header("date")) : std::nullopt;
  if (!now)
    return std::nullopt;
  return std::clamp<milliseconds>(*end - *now, milliseconds(0), longest_wait);
}

std::optional<std::int64_t> remaining(const answer_head& head,
                                      const limit_names& names) {
  return read_count(head.header(names.remaining));
}

domain::quota_reading reading(const answer_head& head, const limit_names& names,
                              reset_reader read) {
  const auto left = remaining(head, names);
  if (!left)
    return {};
  return {.limit = read_count(head.header(names.limit)),
          .remaining = left,
          .reset_in = read(head.header(names.reset), head)};
}

wait last_reset(const answer_head& head, std::span<const limit_names> limits,
                reset_reader read) {
  wait last;
  if (!head.header)
    return last;
  for (const auto& names : limits) {
    const auto reset = remaining(head, names) == 0
                           ? read(head.header(names.reset), head)
                           : std::nullopt;
    // A reset that has passed does not explain why the answer is a refusal.
    if (reset && reset->count() > 0)
      last = std::max(last.value_or(*reset), *reset);
  }
  return last;
}

} // namespace

domain::quota_report openai_quota(const answer_head& head) {
  if (!head.header)
    return {};
  return {.requests = reading(head, openai_limits[0], openai_reset),
          .tokens = reading(head, openai_limits[1], openai_reset)};
}

domain::quota_report anthropic_quota(const answer_head& head) {
  if (!head.header)
    return {};
  const auto& [requests, tokens, input, output] = anthropic_limits;
  const auto all = remaining(head, tokens);
  const auto in = remaining(head, input);
  const bool input_is_tighter = in && (!all || *in < *all);
  return {.requests = reading(head, requests, anthropic_reset),
          .tokens = reading(head, input_is_tighter ? input : tokens,
                            anthropic_reset)};
}

wait openai_limit_reset(const answer_head& head) {
  return last_reset(head, openai_limits, openai_reset);
}

wait anthropic_limit_reset(const answer_head& head) {
  return last_reset(head, anthropic_limits, anthropic_reset);
}

} // namespace bellwether::providers
