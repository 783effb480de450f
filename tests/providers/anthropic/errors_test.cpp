#include "providers/anthropic/codec.hpp"
#include "providers/heads.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::providers;
using namespace std::chrono_literals;
using bellwether::providers::test::head_of;
using enum domain::failure_class;

namespace {

domain::failure classify(int status, std::string_view body,
                         test::header_map headers = {}) {
  return make_anthropic_codec()->classify(head_of(status, std::move(headers)),
                                          body);
}

std::string error(std::string_view type, std::string_view message = "m",
                  std::string_view more = "") {
  return R"({"type":"error","error":{"type":")" + std::string(type)
         + R"(","message":")" + std::string(message) + "\"" + std::string(more)
         + R"(},"request_id":"req_1"})";
}

} // namespace

TEST_CASE("Anthropic's errors have their classes", "[anthropic][errors]") {
  const auto [status, type, expected] =
      GENERATE(table<int, std::string, domain::failure_class>({
          {400, "invalid_request_error", bad_request},
          {401, "authentication_error", bad_credentials},
          {402, "billing_error", quota_exhausted},
          {403, "permission_error", bad_credentials},
          {404, "not_found_error", model_missing},
          {409, "conflict_error", try_again},
          {413, "request_too_large", request_too_large},
          {429, "rate_limit_error", rate_limited},
          {500, "api_error", server_error},
          {503, "cmek_unavailable_error", overloaded},
          {504, "timeout_error", server_error},
          {529, "overloaded_error", overloaded},
      }));
  CAPTURE(status, type);
  const auto found = classify(status, error(type));
  CHECK(found.what == expected);
  CHECK(found.status == status);
  CHECK(found.code == type);
}

TEST_CASE("billing that is dressed as a 400 is seen through",
          "[anthropic][errors]") {
  const std::string text = GENERATE(
      "Your credit balance is too low to access the Anthropic API. Please go "
      "to Plans & Billing to upgrade or purchase credits.",
      "You have reached your specified API usage limits. You will regain "
      "access on 2026-12-01 at 00:00 UTC.",
      "You have reached your specified workspace API usage limits. You will "
      "regain access on 2026-12-01 at 00:00 UTC.");
  CHECK(classify(400, error("invalid_request_error", text)).what
        == quota_exhausted);
  CHECK(
      classify(400, error("invalid_request_error", "messages.0: " + text)).what
      == bad_request);
}

TEST_CASE("a 429 for the month's spend is no rate limit",
          "[anthropic][errors]") {
  const std::string code =
      GENERATE("enforced_spend_limit_reached", "contract_spend_limit_reached");
  const auto details = R"(,"details":{"error_code":")" + code + "\"}";
  const auto found = classify(429, error("rate_limit_error", "m", details));
  CHECK(found.what == quota_exhausted);
  CHECK(found.code == code);
}

TEST_CASE("a ramp limit passes", "[anthropic][errors]") {
  const auto found =
      classify(429,
               error("rate_limit_error", "m",
                     R"(,"details":{"error_code":"ramp_limit_exceeded"})"),
               {{"retry-after", "12"}});
  CHECK(found.what == rate_limited);
  CHECK(found.retry_after == 12s);
}

TEST_CASE("a 429 without Retry-After waits for the limits that are used up",
          "[anthropic][errors]") {
  const auto limited = [](test::header_map headers,
                          std::string_view more = "") {
    headers.emplace("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    headers.emplace("anthropic-ratelimit-requests-remaining", "0");
    headers.emplace("anthropic-ratelimit-requests-reset",
                    "1994-11-06T08:50:07Z");
    return classify(429, error("rate_limit_error", "m", more),
                    std::move(headers));
  };
  const auto found = limited({});
  CHECK(found.what == rate_limited);
  CHECK(found.retry_after == 30s);
  CHECK(limited({{"retry-after", "7"}}).retry_after == 7s);
  CHECK_FALSE(
      limited({{"anthropic-ratelimit-requests-remaining", "1"}}).retry_after);
  const auto spent = limited(
      {}, R"(,"details":{"error_code":"enforced_spend_limit_reached"})");
  CHECK(spent.what == quota_exhausted);
  CHECK_FALSE(spent.retry_after);
}

TEST_CASE("a prompt that is too long is told from other mistakes",
          "[anthropic][errors]") {
  const std::string text =
      GENERATE("prompt is too long: 210000 tokens > 200000 maximum",
               "input length and `max_tokens` exceed context limit: 190000 + "
               "20000 > 200000, decrease input length or `max_tokens`");
  CHECK(classify(400, error("invalid_request_error", text)).what
        == context_too_long);
}

TEST_CASE("Cloudflare's 413 need not be JSON", "[anthropic][errors]") {
  CHECK(classify(413, "<html>413</html>").what == request_too_large);
  CHECK(classify(413, "too large").what == request_too_large);
}

TEST_CASE("a 2xx that is no message is classified like its body",
          "[anthropic][errors]") {
  CHECK(classify(200, error("overloaded_error")).what == overloaded);
  CHECK(classify(200, "<html></html>").what == bad_answer);
  CHECK(classify(200, R"({"content":[]})").what == bad_answer);
}
