#include "simulator/vendor.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <ctime>

namespace bellwether::simulator {

using nlohmann::json;

namespace {

struct error_row {
  int status;
  std::string_view openai;    // type
  std::string_view anthropic; // type
  std::string_view google;    // gRPC status
};

constexpr auto errors = std::to_array<error_row>({
    {400, "invalid_request_error", "invalid_request_error", "INVALID_ARGUMENT"},
    {401, "invalid_request_error", "authentication_error", "UNAUTHENTICATED"},
    {402, "invalid_request_error", "billing_error", "FAILED_PRECONDITION"},
    {403, "invalid_request_error", "permission_error", "PERMISSION_DENIED"},
    {404, "invalid_request_error", "not_found_error", "NOT_FOUND"},
    {409, "conflict_error", "conflict_error", "ABORTED"},
    {413, "invalid_request_error", "request_too_large", "INVALID_ARGUMENT"},
    {422, "invalid_request_error", "invalid_request_error", "INVALID_ARGUMENT"},
    {429, "requests", "rate_limit_error", "RESOURCE_EXHAUSTED"},
    {500, "server_error", "api_error", "INTERNAL"},
    {503, "service_unavailable_error", "overloaded_error", "UNAVAILABLE"},
    {504, "server_error", "timeout_error", "DEADLINE_EXCEEDED"},
    {529, "service_unavailable_error", "overloaded_error", "UNAVAILABLE"},
});

error_row row_for(int status) {
  const auto* row = std::ranges::find(errors, status, &error_row::status);
  if (row != errors.end()) {
    return *row;
  }
  return status >= 500
             ? error_row{status, "server_error", "api_error", "INTERNAL"}
             : error_row{status, "invalid_request_error",
                         "invalid_request_error", "INVALID_ARGUMENT"};
}

std::string_view openai_code(int status) {
  switch (status) {
    case 401:
      return "invalid_api_key";
    case 404:
      return "model_not_found";
    case 429:
      return "rate_limit_exceeded";
    case 503:
      return "server_is_overloaded";
    default:
      return {};
  }
}

http_reply anthropic_error(int status, std::string_view message,
                           std::string_view type,
                           std::string_view error_code = {}) {
  json error{{"type", type}, {"message", message}};
  if (!error_code.empty()) {
    error["details"] = {{"error_code", error_code}};
  }
  const json body{{"type", "error"},
                  {"error", std::move(error)},
                  {"request_id", "req_simulated"}};
  return {status, "content-type: application/json\r\n", body.dump()};
}

http_reply google_error(int status, std::string_view message,
                        std::string_view grpc, json details = json::array()) {
  json error{{"code", status}, {"message", message}, {"status", grpc}};
  if (!details.empty()) {
    error["details"] = std::move(details);
  }
  const json body{{"error", std::move(error)}};
  return {status, "content-type: application/json; charset=UTF-8\r\n",
          body.dump()};
}

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

http_reply openai_rate_limited(std::optional<double> after) {
  auto r = openai_error(429, "Rate limit reached for requests (simulated).",
                        "requests", {}, "rate_limit_exceeded");
  r.headers +=
      "x-ratelimit-limit-requests: 60\r\n"
      "x-ratelimit-remaining-requests: 0\r\n";
  append_header(r.headers, "x-ratelimit-reset-requests",
                duration_text(after.value_or(1)));
  if (after) {
    append_header(r.headers, "retry-after", whole_seconds(*after));
  }
  return r;
}

http_reply anthropic_rate_limited(std::optional<double> after) {
  auto r = anthropic_error(
      429, "This request would exceed your rate limit (simulated).",
      "rate_limit_error");
  r.headers +=
      "anthropic-ratelimit-requests-limit: 60\r\n"
      "anthropic-ratelimit-requests-remaining: 0\r\n";
  append_header(r.headers, "anthropic-ratelimit-requests-reset",
                rfc3339_in(after.value_or(1)));
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
  return google_error(429, message, "RESOURCE_EXHAUSTED", std::move(details));
}

} // namespace

http_reply openai_error(int status, std::string_view message,
                        std::string_view type, std::string_view param,
                        std::string_view code) {
  const auto or_null = [](std::string_view text) {
    return text.empty() ? json{} : json(text);
  };
  const json body{{"error",
                   {{"message", message},
                    {"type", type},
                    {"param", or_null(param)},
                    {"code", or_null(code)}}}};
  return {status, "content-type: application/json\r\n", body.dump()};
}

http_reply native_error(vendor v, int status) {
  const auto row = row_for(status);
  const auto message =
      "A simulated error with status " + std::to_string(status) + ".";
  switch (v) {
    case vendor::anthropic:
      return anthropic_error(status, message, row.anthropic);
    case vendor::google:
      return google_error(status, message, row.google);
    case vendor::openai:
    case vendor::deepseek:
      break;
  }
  return openai_error(status, message, row.openai, {}, openai_code(status));
}

http_reply rate_limited(vendor v, std::optional<double> retry_after_s) {
  switch (v) {
    case vendor::openai:
      return openai_rate_limited(retry_after_s);
    case vendor::anthropic:
      return anthropic_rate_limited(retry_after_s);
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
                             "rate_limit_error",
                             "enforced_spend_limit_reached");
    case vendor::google:
      return google_error(
          429, "You exceeded your current quota (simulated).",
          "RESOURCE_EXHAUSTED",
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
