#include "simulator/vendor.hpp"
#include "simulator/vendor_details.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <chrono>
#include <cmath>
#include <ctime>

namespace bellwether::simulator {

using nlohmann::json;

namespace {

std::string whole_seconds(double s) {
  return std::to_string(std::llround(std::ceil(s)));
}

/// 1.5 as "1.5s": the protobuf and, for these values, the Go form.
std::string duration_text(double s) {
  return json(std::round(s * 1000) / 1000).dump() + "s";
}

std::string rfc3339_in(double s) {
  const auto now = std::chrono::system_clock::now();
  const auto at = std::chrono::system_clock::to_time_t(
      now + std::chrono::milliseconds{std::llround(s * 1000)});
  std::tm utc{};
  ::gmtime_r(&at, &utc);
  std::array<char, 32> text{};
  const auto n =
      std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return {text.data(), n};
}

json quota_failure(std::string_view quota_id) {
  return {{"@type", "type.googleapis.com/google.rpc.QuotaFailure"},
          {"violations", json::array({{{"quotaMetric", "generate_requests"},
                                       {"quotaId", quota_id},
                                       {"quotaValue", "60"}}})}};
}

/// Adds what OpenAI and Anthropic say in headers. `reset` is in the form of
/// the vendor.
http_reply with_limits(http_reply r, std::string_view prefix,
                       const std::string& reset, std::optional<double> after) {
  const auto line = [&](std::string_view name, std::string_view value) {
    // x-ratelimit-limit-requests, but anthropic-ratelimit-requests-limit.
    const bool kind_last = prefix == "x-ratelimit-";
    append_header(r.headers,
                  std::string{prefix}.append(kind_last ? name : "requests")
                      + "-" + std::string{kind_last ? "requests" : name},
                  value);
  };
  line("limit", "60");
  line("remaining", "0");
  line("reset", reset);
  if (after) {
    append_header(r.headers, "retry-after", whole_seconds(*after));
  }
  return r;
}

http_reply google_rate_limited(std::optional<double> after) {
  auto details = json::array(
      {quota_failure("GenerateRequestsPerMinutePerProjectPerModel")});
  std::string message = "You exceeded your current quota (simulated).";
  if (after) {
    details.push_back({{"@type", "type.googleapis.com/google.rpc.RetryInfo"},
                       {"retryDelay", duration_text(*after)}});
    message += " Please retry in " + duration_text(*after) + ".";
  }
  return google_error_with(429, message, std::move(details));
}

} // namespace

http_reply rate_limited(vendor v, std::optional<double> retry_after_s) {
  const auto reset = retry_after_s.value_or(1);
  switch (v) {
    case vendor::openai:
      return with_limits(
          openai_error(429, "Rate limit reached for requests (simulated).",
                       "requests", {}, "rate_limit_exceeded"),
          "x-ratelimit-", duration_text(reset), retry_after_s);
    case vendor::anthropic:
      return with_limits(
          anthropic_error(429,
                          "This request would exceed your rate limit "
                          "(simulated)."),
          "anthropic-ratelimit-", rfc3339_in(reset), retry_after_s);
    case vendor::google:
      return google_rate_limited(retry_after_s);
    case vendor::deepseek:
      break;
  }
  return openai_error(429, "Too many concurrent requests (simulated).",
                      "rate_limit_error");
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
