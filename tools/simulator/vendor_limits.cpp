#include "simulator/time_text.hpp"
#include "simulator/vendor.hpp"
#include "simulator/vendor_details.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>

namespace bellwether::simulator {

using nlohmann::json;
using std::chrono::nanoseconds;

namespace {

nanoseconds seconds_of(double s) {
  return nanoseconds{std::llround(s * 1e9)};
}

json quota_failure(std::string_view quota_id) {
  return {{"@type", "type.googleapis.com/google.rpc.QuotaFailure"},
          {"violations", json::array({{{"quotaMetric", "generate_requests"},
                                       {"quotaId", quota_id},
                                       {"quotaValue", "60"}}})}};
}

/// The three headers of one limit. OpenAI says x-ratelimit-limit-requests,
/// Anthropic anthropic-ratelimit-requests-limit.
void append_level(std::string& headers, vendor v, std::string_view kind,
                  const limit_level& level, nanoseconds reset_in) {
  const auto line = [&](std::string_view what, std::string_view value) {
    const bool own = v == vendor::anthropic;
    auto name = std::string{own ? "anthropic-ratelimit-" : "x-ratelimit-"};
    name.append(own ? kind : what).append("-").append(own ? what : kind);
    append_header(headers, name, value);
  };
  line("limit", std::to_string(level.limit));
  line("remaining", std::to_string(level.remaining));
  line("reset", v == vendor::anthropic
                    ? rfc3339(std::chrono::system_clock::now() + reset_in)
                    : go_duration(reset_in));
}

http_reply google_rate_limited(std::optional<nanoseconds> after) {
  auto details = json::array(
      {quota_failure("GenerateRequestsPerMinutePerProjectPerModel")});
  std::string message = "You exceeded your current quota (simulated).";
  if (after) {
    const auto delay = protobuf_duration(*after);
    details.push_back({{"@type", "type.googleapis.com/google.rpc.RetryInfo"},
                       {"retryDelay", delay}});
    message += " Please retry in " + delay + ".";
  }
  return google_error_with(429, message, std::move(details));
}

/// The vendor's 429, without what its headers say of the limits.
http_reply refused(vendor v, limit_kind what,
                   std::optional<nanoseconds> after) {
  const std::string kind = what == limit_kind::requests ? "requests" : "tokens";
  http_reply r;
  switch (v) {
    case vendor::openai:
      r = openai_error(429, "Rate limit reached for " + kind + " (simulated).",
                       kind, {}, "rate_limit_exceeded");
      break;
    case vendor::anthropic:
      r = anthropic_error(
          429, "This request would exceed your rate limit (simulated).");
      break;
    case vendor::google:
      return google_rate_limited(after);
    case vendor::deepseek:
      return openai_error(429, "Too many concurrent requests (simulated).",
                          "rate_limit_error");
  }
  if (after) {
    append_header(r.headers, "retry-after", whole_seconds(*after));
  }
  return r;
}

} // namespace

void append_limits(std::string& headers, vendor v,
                   const limit_standing& standing) {
  if (v != vendor::openai && v != vendor::anthropic) {
    return;
  }
  if (standing.requests) {
    append_level(headers, v, "requests", *standing.requests, standing.reset_in);
  }
  if (standing.tokens) {
    append_level(headers, v, "tokens", *standing.tokens, standing.reset_in);
  }
}

void append_roomy_limits(std::string& headers, vendor v) {
  if (v == vendor::openai) {
    headers +=
        "x-ratelimit-limit-requests: 10000\r\n"
        "x-ratelimit-limit-tokens: 2000000\r\n"
        "x-ratelimit-remaining-requests: 9999\r\n"
        "x-ratelimit-remaining-tokens: 1999000\r\n"
        "x-ratelimit-reset-requests: 6ms\r\n"
        "x-ratelimit-reset-tokens: 30ms\r\n";
  } else if (v == vendor::anthropic) {
    headers +=
        "anthropic-ratelimit-requests-limit: 4000\r\n"
        "anthropic-ratelimit-requests-remaining: 3999\r\n";
  }
}

http_reply over_limit(vendor v, const limit_standing& standing) {
  return refused(v, standing.exceeded.value_or(limit_kind::requests),
                 standing.reset_in);
}

http_reply rate_limited(vendor v, std::optional<double> retry_after_s) {
  std::optional<nanoseconds> after;
  if (retry_after_s) {
    after = seconds_of(*retry_after_s);
  }
  auto r = refused(v, limit_kind::requests, after);
  append_limits(r.headers, v,
                {.requests = limit_level{60, 0},
                 .tokens = std::nullopt,
                 .reset_in = after.value_or(std::chrono::seconds{1})});
  return r;
}

http_reply quota_gone(vendor v) {
  switch (v) {
    case vendor::anthropic:
      return anthropic_error(429, "The spend limit is reached (simulated).",
                             "enforced_spend_limit_reached");
    case vendor::google:
      return google_error_with(
          429, "You exceeded your current quota (simulated).",
          json::array({quota_failure("GenerateRequestsPerDayPerProject")}));
    case vendor::deepseek:
      return openai_error(402, "Insufficient Balance", "unknown_error", {},
                          "invalid_request_error");
    case vendor::openai:
      break;
  }
  return openai_error(429, "You exceeded your current quota (simulated).",
                      "insufficient_quota", {}, "insufficient_quota");
}

} // namespace bellwether::simulator
