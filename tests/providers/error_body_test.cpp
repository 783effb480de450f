#include "providers/error_body.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::providers;
using namespace std::chrono_literals;

namespace {

error_body error_in(std::string_view text) {
  const auto found = read_error_body(text);
  REQUIRE(found);
  return found.value_or(error_body{});
}

} // namespace

TEST_CASE("errors are read in all the shapes that servers give them",
          "[providers][errors]") {
  const auto [text, message,
              code] = GENERATE(table<std::string, std::string, std::string>({
      {R"({"error":{"message":"m","type":"t","param":null,"code":"c"}})", "m",
       "c"},
      {R"({"error":{"message":"m","code":429}})", "m", "429"},
      {R"({"error":"m"})", "m", ""},
      {R"({"error":"m","code":"c"})", "m", "c"},
      {R"([{"error":{"code":400,"message":"m","status":"S"}}])", "m", "400"},
      {R"({"detail":"m"})", "m", ""},
      {R"({"detail":[{"loc":["body","n"],"msg":"m","type":"x"}]})", "m", ""},
      {R"({"object":"error","message":"m","type":"t","code":404})", "m", "404"},
      {R"({"type":"error","error":{"type":"t","message":"m"}})", "m", ""},
      {R"({"message":"m","code":"c"})", "m", "c"},
      {R"({"error":{"message":null,"code":null}})", "", ""},
  }));
  CAPTURE(text);
  const auto error = error_in(text);
  CHECK(error.message == message);
  CHECK(error.code == code);
}

TEST_CASE("what is no error is not read as one", "[providers][errors]") {
  const std::string text =
      GENERATE("", "{}", "[]", "[1]", "null", "\"x\"", "{\"error\":null}",
               "{\"error\":{}}", "{\"error\":\"\"}", "not json", "<html>");
  CAPTURE(text);
  CHECK_FALSE(read_error_body(text));
}

TEST_CASE("inside a good answer only a marked error counts",
          "[providers][errors]") {
  CHECK_FALSE(read_embedded_error(R"({"message":"m"})"));
  CHECK_FALSE(read_embedded_error(R"({"detail":"m"})"));
  CHECK(read_embedded_error(R"({"error":"m"})"));
  CHECK(read_embedded_error(R"({"object":"error","message":"m"})"));
}

TEST_CASE("Google's details are read", "[providers][errors]") {
  const auto error = error_in(R"([{"error":{"code":429,"message":"Quota",
    "status":"RESOURCE_EXHAUSTED","details":[
    {"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[
      {"quotaMetric":"m","quotaId":"RequestsPerMinute","quotaValue":"15"},
      {"quotaMetric":"m","quotaId":"RequestsPerDay-FreeTier"}]},
    {"@type":"type.googleapis.com/google.rpc.Help","links":[]},
    {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"R"},
    {"@type":"type.googleapis.com/google.rpc.RetryInfo",
     "retryDelay":"45.837906927s"}]}}])");
  CHECK(error.status == "RESOURCE_EXHAUSTED");
  CHECK(error.reason == "R");
  CHECK(error.daily_quota);
  CHECK_FALSE(error.no_quota);
  CHECK(error.retry_delay == 45'838ms);
}

TEST_CASE("a limit of zero is told from limits that begin with it",
          "[providers][errors]") {
  const auto [message, none] = GENERATE(table<std::string, bool>({
      {"quota m, limit: 0", true},
      {"quota m, limit: 0, model: x", true},
      {"limit: 0.", true},
      {"limit: 0.5", false},
      {"limit: 05", false},
      {"limit: 10", false},
      {"limit: 01 limit: 0\n", true},
  }));
  CAPTURE(message);
  const auto quoted = message.substr(0, message.find('\n'));
  const auto error = error_in(R"({"error":{"message":")" + quoted + R"("}})");
  CHECK(error.no_quota == none);
}

TEST_CASE("Anthropic's error code within the details is read",
          "[providers][errors]") {
  const auto error = error_in(
      R"({"type":"error","error":{"type":"rate_limit_error","message":"m",
        "details":{"error_code":"enforced_spend_limit_reached"}}})");
  CHECK(error.reason == "enforced_spend_limit_reached");
}

TEST_CASE("pages for people are told from JSON", "[providers][errors]") {
  CHECK(is_html("<html>"));
  CHECK(is_html("\r\n <!DOCTYPE html>"));
  CHECK_FALSE(is_html("{}"));
  CHECK_FALSE(is_html(""));
}
