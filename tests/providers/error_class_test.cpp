#include "providers/error_class.hpp"

#include "providers/heads.hpp"
#include "providers/openai/codec.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::providers;
using namespace std::chrono_literals;
using bellwether::providers::test::head_of;
using enum domain::failure_class;

namespace {

domain::failure classify(int status, std::string_view body,
                         test::header_map headers = {}) {
  return make_openai_codec()->classify(head_of(status, std::move(headers)),
                                       body);
}

std::string error(std::string_view fields) {
  return R"({"error":{)" + std::string(fields) + "}}";
}

std::string message(std::string_view text) {
  return error(R"("type":"invalid_request_error","code":null,"message":")"
               + std::string(text) + "\"");
}

} // namespace

TEST_CASE("a status without a readable body has its class",
          "[providers][errors]") {
  const auto [status, expected] = GENERATE(table<int, domain::failure_class>({
      {301, wrong_endpoint},    {307, wrong_endpoint},
      {400, bad_request},       {401, bad_credentials},
      {402, quota_exhausted},   {403, bad_credentials},
      {404, wrong_endpoint},    {405, wrong_endpoint},
      {408, try_again},         {409, try_again},
      {413, request_too_large}, {422, bad_request},
      {425, try_again},         {429, rate_limited},
      {500, server_error},      {501, odd_server_error},
      {502, server_error},      {503, overloaded},
      {504, server_error},      {505, odd_server_error},
      {520, odd_server_error},  {529, overloaded},
      {200, bad_answer},        {204, bad_answer},
  }));
  CAPTURE(status);
  const auto found = classify(status, GENERATE("", "oops", "{}"));
  CHECK(found.what == expected);
  CHECK(found.status == status);
  CHECK_FALSE(found.detail.empty());
}

TEST_CASE("an HTML page is a wrong address unless its status says more",
          "[providers][errors]") {
  const auto [status, expected] = GENERATE(table<int, domain::failure_class>({
      {302, wrong_endpoint},
      {400, wrong_endpoint},
      {403, wrong_endpoint},
      {404, wrong_endpoint},
      {413, request_too_large},
      {429, rate_limited},
      {200, bad_answer},
      {500, server_error},
      {502, server_error},
      {503, overloaded},
      {522, odd_server_error},
  }));
  CAPTURE(status);
  const auto found = classify(status, "<html><title>model sk-1</title>");
  CHECK(found.what == expected);
  CHECK(found.detail.find('<') == std::string::npos);
}

TEST_CASE("a code says more than its status", "[providers][errors]") {
  const auto [status, fields,
              expected] = GENERATE(table<int, std::string,
                                         domain::failure_class>({
      {429, R"("code":"rate_limit_exceeded","type":"tokens")", rate_limited},
      {429, R"("code":"slow_down")", rate_limited},
      {503, R"("code":"slow_down")", rate_limited},
      {429, R"("code":"insufficient_quota")", quota_exhausted},
      {429, R"("type":"insufficient_quota","code":null)", quota_exhausted},
      {429, R"("code":"credit_balance_exhausted")", quota_exhausted},
      {429, R"("code":"organization_usage_limit_exceeded")", quota_exhausted},
      {429, R"("code":"organization_spend_limit_exceeded")", quota_exhausted},
      {429, R"("code":"project_spend_limit_exceeded")", quota_exhausted},
      {429, R"("code":"rate_limit_exceeded","type":"insufficient_quota")",
       rate_limited},
      {429,
       R"("type":"rate_limit_error","details":{"error_code":"enforced_spend_limit_reached"})",
       quota_exhausted},
      {400, R"("code":"context_length_exceeded")", context_too_long},
      {400, R"("code":"content_policy_violation")", content_refused},
      {400, R"("code":"unsupported_parameter")", bad_request},
      {403, R"("code":"model_not_found")", model_missing},
      {404, R"("code":"model_not_found")", model_missing},
      {404, R"("type":"not_found_error")", model_missing},
      {404, R"("code":404,"status":"NOT_FOUND")", model_missing},
      {400, R"("code":400,"status":"FAILED_PRECONDITION")", bad_credentials},
      {400, R"("code":400,"status":"INVALID_ARGUMENT")", bad_request},
      {500, R"("code":500,"status":"INTERNAL")", server_error},
      {503, R"("code":503,"status":"UNAVAILABLE")", overloaded},
      {503, R"("type":"server_is_overloaded")", overloaded},
      {529, R"("type":"overloaded_error")", overloaded},
      {413, R"("code":"rate_limit_exceeded")", request_too_large},
      {402, R"("message":"Insufficient Balance")", quota_exhausted},
  }));
  CAPTURE(status, fields);
  CHECK(classify(status, error(fields)).what == expected);
}

TEST_CASE("sentences tell what codes do not", "[providers][errors]") {
  const auto [status, text, expected] = GENERATE(table<int, std::string,
                                                       domain::failure_class>({
      {400, "Your credit balance is too low to access the API",
       quota_exhausted},
      {400, "API key not valid. Please pass a valid API key.", bad_credentials},
      {400, "Model Not Exist", model_missing},
      {400, "Content Exists Risk", content_refused},
      {400, "prompt is too long: 210000 tokens > 200000 maximum",
       context_too_long},
      {400,
       "The input token count (1200000) exceeds the maximum number of tokens "
       "allowed (1048576).",
       context_too_long},
      {400, "This model's maximum context length is 8192 tokens.",
       context_too_long},
      {404, "The model `m` does not exist or you do not have access to it.",
       model_missing},
      {404, "Invalid URL (POST /v1/v1/chat/completions)", wrong_endpoint},
  }));
  CAPTURE(text);
  CHECK(classify(status, message(text)).what == expected);
}

TEST_CASE("a caller cannot talk a provider out of service",
          "[providers][errors]") {
  const std::string text = GENERATE(
      "Invalid value: 'Your credit balance is too low'.",
      "Unknown role 'API key not valid'", "'Insufficient Balance' is no role");
  CHECK(classify(400, message(text)).what == bad_request);
}

TEST_CASE("Gemini's 429 is a quota only if waiting does not help",
          "[providers][errors]") {
  const auto google = [](std::string_view text, std::string_view details) {
    return R"([{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":")"
           + std::string(text) + R"(","details":[)" + std::string(details)
           + "]}}]";
  };
  const auto [text, details, expected] =
      GENERATE(table<std::string, std::string, domain::failure_class>({
          {"You exceeded your current quota, check your plan and billing", "",
           rate_limited},
          {"m", R"({"violations":[{"quotaId":"RequestsPerMinute"}]})",
           rate_limited},
          {"m", R"({"violations":[{"quotaId":"RequestsPerDay"}]})",
           quota_exhausted},
          {"m, limit: 0, model: x", "", quota_exhausted},
          {"m", R"({"retryDelay":"300s"})", rate_limited},
          {"m", R"({"retryDelay":"301s"})", quota_exhausted},
          {"Please retry in 38.92s.", "", rate_limited},
          {"Please retry in 10h17m5.7s.", "", quota_exhausted},
      }));
  CAPTURE(text, details);
  CHECK(classify(429, google(text, details)).what == expected);
}

TEST_CASE("the wait comes from the headers, then from the body",
          "[providers][errors]") {
  const auto body = message("Please try again in 6.12s.");
  CHECK(classify(429, body).retry_after == 6'120ms);
  CHECK(classify(429, body, {{"retry-after", "2"}}).retry_after == 2s);
  CHECK(classify(429, "",
                 {{"x-ratelimit-remaining-tokens", "0"},
                  {"x-ratelimit-reset-tokens", "6m0s"}})
            .retry_after
        == 6min);
  CHECK_FALSE(classify(429, "").retry_after);
  CHECK_FALSE(classify(400, body, {{"retry-after", "2"}}).retry_after);
}

TEST_CASE("an invalid key never comes back in the detail",
          "[providers][errors]") {
  const auto found =
      classify(401, error(R"("message":"Incorrect API key provided: sk-12*34",
                  "code":"invalid_api_key")"));
  CHECK(found.what == bad_credentials);
  CHECK(found.code == "invalid_api_key");
  CHECK(found.detail.find("sk-") == std::string::npos);
  CHECK(found.detail.find("configured credentials") != std::string::npos);
}

TEST_CASE("the code is the most telling name", "[providers][errors]") {
  CHECK(classify(429, R"([{"error":{"code":429,"status":"S","message":"m"}}])")
            .code
        == "S");
  CHECK(classify(500, error(R"("code":1234)")).code == "1234");
  CHECK(classify(500, error(R"("type":"t","code":null)")).code == "t");
}

TEST_CASE("an error inside a 2xx is classified by the same table",
          "[providers][errors]") {
  const auto [fields, expected] =
      GENERATE(table<std::string, domain::failure_class>({
          {R"("type":"overloaded_error","message":"Overloaded")", overloaded},
          {R"("code":502,"message":"m")", server_error},
          {R"("code":429,"message":"m")", rate_limited},
          {R"("code":"429","message":"m")", rate_limited},
          {R"("type":"server_error","message":"m")", server_error},
          {R"("type":"invalid_request_error","message":"m")", bad_request},
          {R"("code":"insufficient_quota")", quota_exhausted},
          {R"("message":"m")", bad_answer},
      }));
  CAPTURE(fields);
  const auto found = classify(200, error(fields));
  CHECK(found.what == expected);
  CHECK(found.status == 200);
}
