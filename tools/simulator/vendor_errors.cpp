#include "simulator/vendor.hpp"
#include "simulator/vendor_details.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

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

/// What a client sent may be in an error's message, whatever its bytes.
std::string printed(const json& body) {
  return body.dump(-1, ' ', false, json::error_handler_t::replace);
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
  return {status, "content-type: application/json\r\n", printed(body)};
}

http_reply anthropic_error(int status, std::string_view message,
                           std::string_view error_code) {
  json error{{"type", row_for(status).anthropic}, {"message", message}};
  if (!error_code.empty()) {
    error["details"] = {{"error_code", error_code}};
  }
  const json body{{"type", "error"},
                  {"error", std::move(error)},
                  {"request_id", "req_simulated"}};
  return {status, "content-type: application/json\r\n", printed(body)};
}

http_reply google_error_with(int status, std::string_view message,
                             json details) {
  json error{{"code", status},
             {"message", message},
             {"status", row_for(status).google}};
  if (!details.empty()) {
    error["details"] = std::move(details);
  }
  const json body{{"error", std::move(error)}};
  return {status, "content-type: application/json; charset=UTF-8\r\n",
          printed(body)};
}

http_reply google_error(int status, std::string_view message) {
  return google_error_with(status, message, json::array());
}

http_reply google_key_error() {
  return google_error_with(
      400, "API key not valid. Please pass a valid API key.",
      json::array({{{"@type", "type.googleapis.com/google.rpc.ErrorInfo"},
                    {"reason", "API_KEY_INVALID"},
                    {"domain", "googleapis.com"},
                    {"metadata",
                     {{"service", "generativelanguage.googleapis.com"}}}}}));
}

http_reply as_compat_error(const http_reply& r) {
  auto body = json::parse(r.body, nullptr, false);
  if (!body.is_object() || !body.contains("error")) {
    return r;
  }
  auto out = r;
  if (!body["error"].contains("status")) {
    const auto message = body["error"].value("message", "");
    out = google_error(r.status, message);
    body = json::parse(out.body);
  }
  out.body = printed(json::array({std::move(body)}));
  return out;
}

http_reply native_error(vendor v, int status) {
  const auto message =
      "A simulated error with status " + std::to_string(status) + ".";
  switch (v) {
    case vendor::anthropic:
      return anthropic_error(status, message);
    case vendor::google:
      return google_error(status, message);
    case vendor::openai:
    case vendor::deepseek:
      break;
  }
  return openai_error(status, message, row_for(status).openai, {},
                      openai_code(status));
}

} // namespace bellwether::simulator
