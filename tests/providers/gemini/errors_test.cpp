#include "providers/gemini/exchange.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::providers;
using namespace bellwether::providers::test;
using namespace std::chrono_literals;
using enum domain::failure_class;

namespace {

domain::failure classify(int status, std::string_view body,
                         header_map headers = {}) {
  return make_gemini_codec()->classify(head_of(status, std::move(headers)),
                                       body);
}

std::string error(int code, std::string_view status,
                  std::string_view message = "m",
                  std::string_view details = "") {
  return R"({"error":{"code":)" + std::to_string(code) + R"(,"message":")"
         + std::string(message) + R"(","status":")" + std::string(status)
         + R"(","details":[)" + std::string(details) + "]}}";
}

const std::string key_invalid =
    R"({"@type":"type.googleapis.com/google.rpc.ErrorInfo",)"
    R"("reason":"API_KEY_INVALID","domain":"googleapis.com"})";

std::string violation(std::string_view id, std::string_view value = "10") {
  return R"({"@type":"type.googleapis.com/google.rpc.QuotaFailure",)"
         R"("violations":[{"quotaId":")"
         + std::string(id) + R"(","quotaValue":")" + std::string(value)
         + R"("}]})";
}

std::string retry_in(std::string_view delay) {
  return R"({"@type":"type.googleapis.com/google.rpc.RetryInfo",)"
         R"("retryDelay":")"
         + std::string(delay) + R"("})";
}

// Google says the same for every kind of quota.
constexpr auto quota_words =
    "You exceeded your current quota, please check your plan and billing";

} // namespace

TEST_CASE("Google's statuses have their classes", "[gemini][errors]") {
  const auto [status, name, expected] =
      GENERATE(table<int, std::string, domain::failure_class>({
          {400, "INVALID_ARGUMENT", bad_request},
          {401, "UNAUTHENTICATED", bad_credentials},
          {403, "PERMISSION_DENIED", bad_credentials},
          {404, "NOT_FOUND", model_missing},
          {429, "RESOURCE_EXHAUSTED", rate_limited},
          {499, "CANCELLED", try_again},
          {500, "INTERNAL", server_error},
          {503, "UNAVAILABLE", overloaded},
          {504, "DEADLINE_EXCEEDED", server_error},
      }));
  const auto failed = classify(status, error(status, name));
  CHECK(failed.what == expected);
  CHECK(failed.code == name);
  CHECK(failed.status == status);
}

TEST_CASE("an invalid key is a 400 at Google and no mistake of the caller",
          "[gemini][errors]") {
  const auto failed = classify(
      400, error(400, "INVALID_ARGUMENT", "API key not valid.", key_invalid));
  CHECK(failed.what == bad_credentials);
  CHECK(classify(400, error(400, "INVALID_ARGUMENT", "API key not valid.")).what
        == bad_credentials);
}

TEST_CASE("a failed precondition is the account's or the region's",
          "[gemini][errors]") {
  CHECK(classify(400, error(400, "FAILED_PRECONDITION",
                            "User location is not supported."))
            .what
        == bad_credentials);
}

TEST_CASE("too many tokens of input are told from other bad arguments",
          "[gemini][errors]") {
  CHECK(classify(400, error(400, "INVALID_ARGUMENT",
                            "The input token count (9) exceeds the maximum "
                            "number of tokens allowed (8)."))
            .what
        == context_too_long);
}

TEST_CASE("a quota per minute passes, one per day does not",
          "[gemini][errors]") {
  const auto what = [](std::string_view details, std::string_view more = "") {
    return classify(429, error(429, "RESOURCE_EXHAUSTED",
                               quota_words + std::string(more), details))
        .what;
  };
  CHECK(what(violation("GenerateRequestsPerMinutePerProject")) == rate_limited);
  CHECK(what(violation("GenerateRequestsPerDayPerProject")) == quota_exhausted);
  CHECK(what(violation("GenerateRequestsPerDayPerProject") + ","
             + retry_in("12s"))
        == quota_exhausted);
  CHECK(what(violation("PerMinute", "0")) == quota_exhausted);
  CHECK(what("", ", limit: 0, model: x") == quota_exhausted);
  CHECK(what("") == rate_limited);
}

TEST_CASE("a 429 without Retry-After says in its body how long to wait",
          "[gemini][errors]") {
  const auto wait = [](std::string_view message, std::string_view details) {
    return classify(429, error(429, "RESOURCE_EXHAUSTED", message, details))
        .retry_after;
  };
  CHECK(wait("m", retry_in("45.837906927s")) == 45'838ms);
  CHECK(wait("Please retry in 38.92s.", "") == 38'920ms);
  CHECK_FALSE(wait("m", ""));
}

TEST_CASE("a wait of hours means that the day's quota is gone",
          "[gemini][errors]") {
  CHECK(classify(429, error(429, "RESOURCE_EXHAUSTED",
                            "Please retry in 10h17m5.7s."))
            .what
        == quota_exhausted);
}

TEST_CASE("a page is a wrong address", "[gemini][errors]") {
  CHECK(classify(404, "<!DOCTYPE html><title>Error 404</title>").what
        == wrong_endpoint);
}

TEST_CASE("a 2xx that is no answer is read for its error", "[gemini][errors]") {
  CHECK(classify(200, error(429, "RESOURCE_EXHAUSTED"), {{"retry-after", "3"}})
            .retry_after
        == 3s);
  CHECK(classify(200, R"({"candidates":[{"finishReason":"STOP"}]})").what
        == bad_answer);
}
