#include "domain/conclude.hpp"

#include "domain/support.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

using namespace std::chrono_literals;

namespace {

attempt_record attempt(
    std::size_t deployment, failure_class what, int status = 0,
    std::optional<std::chrono::milliseconds> retry_after = std::nullopt) {
  attempt_record r;
  r.deployment = deployment;
  r.admitted = true;
  r.failure = failure_of(what, retry_after);
  r.failure.status = status;
  r.until = at(0ms) + retry_after.value_or(0ms);
  return r;
}

attempt_record refused_at(std::size_t deployment, health_state held,
                          std::chrono::milliseconds until) {
  attempt_record r;
  r.deployment = deployment;
  r.held = held;
  r.until = at(until);
  return r;
}

exhausted conclude(const std::vector<attempt_record>& records,
                   bool deadline_passed = false) {
  return conclude(tutorial_catalog(), records, at(0ms), deadline_passed);
}

void check(const exhausted& e, int status, const std::string& type,
           const std::string& code) {
  CHECK(e.status == status);
  CHECK(e.type == type);
  CHECK(e.code == code);
}

void check_rest(const exhausted& e) {
  check(e, 503, "service_unavailable_error", "providers_unavailable");
}

using enum failure_class;

} // namespace

TEST_CASE("an outage names the attempts in order", "[domain][conclude]") {
  const exhausted e = conclude({attempt(2, server_error, 500),
                                refused_at(1, health_state::open, 11'500ms),
                                attempt(0, unreachable),
                                refused_at(3, health_state::closed, 1s)});
  check_rest(e);
  CHECK(e.message
        == "no provider could answer: openai/gpt-4.1: 500 server_error (told "
           "by the test); google/gemini-2.5-flash: held out (open) for 12 s; "
           "deepseek/deepseek-v3.2: unreachable (told by the test); "
           "anthropic/claude-sonnet-4.5: busy");
  CHECK(e.retry_after == 1s);
}

TEST_CASE("everything rate limited is 429 with the soonest return",
          "[domain][conclude]") {
  const exhausted e =
      conclude({attempt(0, rate_limited, 429, 30s),
                refused_at(1, health_state::rate_limited, 7'001ms)});
  check(e, 429, "rate_limit_error", "rate_limit_exceeded");
  CHECK(e.retry_after == 8s);
  CHECK(conclude({attempt(0, rate_limited, 429, 30s)}, true).status == 429);
}

TEST_CASE("a 429 always has a Retry-After", "[domain][conclude]") {
  CHECK(conclude({attempt(0, rate_limited, 429)}).retry_after == 10s);
}

TEST_CASE("a rate limit beside an outage is an outage", "[domain][conclude]") {
  const exhausted e = conclude({attempt(0, rate_limited, 429, 30s),
                                refused_at(1, health_state::open, 20s)});
  check_rest(e);
  CHECK(e.retry_after == 20s);
}

TEST_CASE("a passed deadline is 504", "[domain][conclude]") {
  check(conclude({attempt(0, timed_out)}, true), 504, "timeout_error",
        "deadline_exceeded");
  check(conclude({attempt(0, deadline_passed)}), 504, "timeout_error",
        "deadline_exceeded");
  check(conclude({}, true), 504, "timeout_error", "deadline_exceeded");
}

TEST_CASE("only bad answers are 502", "[domain][conclude]") {
  check(conclude({attempt(0, bad_answer, 200), attempt(1, truncated, 200)}),
        502, "api_error", "bad_upstream_answer");
  // What opened afterwards does not hide why.
  CHECK(conclude({attempt(0, bad_answer, 200),
                  refused_at(0, health_state::open, 5s)})
            .status
        == 502);
  check_rest(conclude({attempt(0, bad_answer), attempt(1, server_error, 500)}));
}

TEST_CASE("bad answers of last resorts are an outage", "[domain][conclude]") {
  const auto held = refused_at(0, health_state::open, 5s);
  check_rest(conclude({held, attempt(0, bad_answer, 200)}));
  check_rest(conclude({held, attempt(1, truncated), attempt(0, bad_answer)}));
}

TEST_CASE("only misconfigured providers are an outage without details",
          "[domain][conclude]") {
  auto record = attempt(0, bad_credentials, 401);
  record.failure.detail = "Incorrect API key provided: sk-...1234";
  const exhausted e =
      conclude({record, attempt(1, model_missing, 404),
                refused_at(2, health_state::misconfigured, 100s)});
  check(e, 503, "service_unavailable_error", "provider_unavailable");
  CHECK_THAT(e.message, !Catch::Contains("sk-") && !Catch::Contains("401"));
  CHECK(e.retry_after == 100s);
  CHECK_FALSE(conclude({record}).retry_after);
}

TEST_CASE("nothing tried at all is an outage", "[domain][conclude]") {
  check_rest(conclude({}));
}

TEST_CASE("the caller's own mistake decides alone", "[domain][conclude]") {
  SECTION("in the provider's words") {
    auto record = attempt(1, bad_request, 422);
    record.failure.code = "invalid_value";
    const exhausted e = conclude({attempt(0, server_error, 500), record}, true);
    check(e, 422, "invalid_request_error", "invalid_value");
    CHECK(e.message == "told by the test");
    CHECK_FALSE(e.retry_after);
  }
  SECTION("with a sensible code") {
    check(conclude({attempt(0, content_refused, 200)}), 400,
          "invalid_request_error", "content_policy_violation");
    check(conclude({attempt(0, request_too_large, 413)}), 413,
          "invalid_request_error", "request_too_large");
    check(conclude({attempt(0, request_too_large)}), 413,
          "invalid_request_error", "request_too_large");
    check(conclude({attempt(0, bad_request, 403)}), 400,
          "invalid_request_error", "bad_request");
    CHECK(conclude({attempt(0, caller_gone)}).status == 499);
  }
  SECTION("with a sensible message") {
    auto record = attempt(0, context_too_long, 400);
    record.failure.detail.clear();
    CHECK_THAT(conclude({record}).message, Catch::Contains("context window"));
  }
}

TEST_CASE("a wish that no format can carry is the caller's to change",
          "[domain][conclude]") {
  const auto e = conclude({attempt(0, unsupported), attempt(1, unsupported)});
  check(e, 400, "invalid_request_error", "unsupported_parameter");
  CHECK_FALSE(e.retry_after);
}

TEST_CASE("a wish that one could carry who is down is an outage",
          "[domain][conclude]") {
  check_rest(
      conclude({attempt(0, unsupported), attempt(1, server_error, 500)}));
  check_rest(conclude(
      {attempt(0, unsupported), refused_at(1, health_state::open, 5s)}));
}

TEST_CASE("a prompt too long for one is no mistake while a larger one failed",
          "[domain][conclude]") {
  const auto too_long = attempt(2, context_too_long, 400);
  check(conclude({too_long}), 400, "invalid_request_error",
        "context_length_exceeded");
  CHECK(conclude({attempt(0, server_error, 500), too_long}).status == 400);
  check_rest(conclude({too_long, attempt(3, server_error, 500)}));
  check_rest(conclude({too_long, refused_at(3, health_state::open, 9s)}));
}

TEST_CASE("who is over a budget is named so and never comes back",
          "[domain][conclude][budget]") {
  attempt_record over = refused_at(0, health_state::closed, -1s);
  over.why = refusal::over_budget;
  const exhausted e = conclude({over, refused_at(1, health_state::open, 30s)});
  check_rest(e);
  CHECK(e.message
        == "no provider could answer: deepseek/deepseek-v3.2: over its budget;"
           " google/gemini-2.5-flash: held out (open) for 30 s");
  CHECK(e.retry_after == 30s);
  CHECK(conclude({over}).retry_after == std::nullopt);
}

TEST_CASE("a retry that may not be paid takes its candidate's return away",
          "[domain][conclude][budget]") {
  attempt_record over = refused_at(0, health_state::closed, 1s);
  over.why = refusal::over_budget;
  const exhausted e = conclude({attempt(0, rate_limited, 429, 2s),
                                attempt(1, rate_limited, 429, 9s), over});
  check(e, 429, "rate_limit_error", "rate_limit_exceeded");
  CHECK(e.retry_after == 9s);
}

TEST_CASE("a long list of attempts is cut and counted", "[domain][conclude]") {
  auto record = attempt(0, server_error, 500);
  record.failure.detail.clear();
  for (int i = 0; i < 500; ++i)
    record.failure.detail += "\u20ac";
  const exhausted e = conclude(std::vector<attempt_record>(40, record));
  CHECK(e.message.size() <= 1'000);
  CHECK_THAT(e.message,
             Catch::Contains("\u20ac...)") && Catch::EndsWith("more"));
}

} // namespace bellwether::domain
