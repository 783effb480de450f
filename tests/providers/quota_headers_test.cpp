#include "providers/quota_headers.hpp"

#include "providers/heads.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::providers;
using namespace std::chrono_literals;
using bellwether::domain::quota_reading;
using bellwether::domain::quota_report;
using bellwether::providers::test::head_of;
using bellwether::providers::test::header_map;
using wait = std::optional<std::chrono::milliseconds>;

namespace {

const std::string now = "Sun, 06 Nov 1994 08:49:37 GMT";
const std::string in_30_s = "1994-11-06T08:50:07Z";

header_map openai(const std::string& what, const std::string& limit,
                  const std::string& remaining, const std::string& reset) {
  return {{"x-ratelimit-limit-" + what, limit},
          {"x-ratelimit-remaining-" + what, remaining},
          {"x-ratelimit-reset-" + what, reset}};
}

header_map anthropic(const std::string& what, const std::string& limit,
                     const std::string& remaining, const std::string& reset) {
  const auto name = "anthropic-ratelimit-" + what;
  return {{name + "-limit", limit},
          {name + "-remaining", remaining},
          {name + "-reset", reset}};
}

/// The headers of both, and a date.
header_map with(header_map some, header_map more) {
  some.merge(more);
  some.emplace("date", now);
  return some;
}

} // namespace

TEST_CASE("OpenAI's limits of requests and tokens are read",
          "[providers][quota]") {
  const auto head =
      head_of(200, with(openai("requests", "60", "59", "1s"),
                        openai("tokens", "150000", "149984", "6m0s")));
  CHECK(openai_quota(head)
        == quota_report{{60, 59, 1s}, {150'000, 149'984, 6min}});
}

TEST_CASE("a reset without a unit is in seconds", "[providers][quota]") {
  const auto [text, expected] = GENERATE(table<std::string, wait>({
      {"12ms", 12ms},
      {"1h2m3s", 3'723s},
      {"17", 17s},
      {" 0.25 ", 250ms},
      {"0", 0s},
      {"86399", 86'399s},
      // Seconds since 1970 are no wait.
      {"1732000000", std::nullopt},
      {"-1", std::nullopt},
      {"soon", std::nullopt},
      {"", std::nullopt},
  }));
  CAPTURE(text);
  const auto head = head_of(200, openai("requests", "60", "1", text));
  CHECK(openai_quota(head).requests == quota_reading{60, 1, expected});
}

TEST_CASE("a reading is what the provider has said of it",
          "[providers][quota]") {
  const auto of = [](header_map headers) {
    return openai_quota(head_of(200, std::move(headers)));
  };
  CHECK(of({}) == quota_report{});
  CHECK(of({{"x-ratelimit-limit-requests", "60"}}) == quota_report{});
  CHECK(of({{"x-ratelimit-remaining-tokens", "7"}})
        == quota_report{{}, {std::nullopt, 7, std::nullopt}});
  const std::string odd =
      GENERATE("-1", "", "many", "7.5", "7 left", "99999999999999999999");
  CHECK(of(openai("requests", "60", odd, "1s")) == quota_report{});
  CHECK(of(openai("requests", odd, "7", "1s")).requests
        == quota_reading{std::nullopt, 7, 1s});
}

TEST_CASE("an answer without headers says nothing", "[providers][quota]") {
  CHECK(openai_quota({}) == quota_report{});
  CHECK(anthropic_quota({}) == quota_report{});
  CHECK_FALSE(openai_limit_reset({}));
  CHECK_FALSE(anthropic_limit_reset({}));
}

TEST_CASE("Anthropic's limits are reset at a time of day",
          "[providers][quota]") {
  const auto head = head_of(
      200,
      with(anthropic("requests", "4000", "3999", in_30_s),
           anthropic("tokens", "100", "0", "1994-11-06T10:50:37.5+02:00")));
  CHECK(anthropic_quota(head)
        == quota_report{{4000, 3999, 30s}, {100, 0, 60'500ms}});
}

TEST_CASE("a time is nothing without the answer's own date",
          "[providers][quota]") {
  auto headers = anthropic("requests", "50", "0", in_30_s);
  const std::string date = GENERATE("", "today");
  headers["date"] = date;
  const auto head = head_of(429, headers);
  CHECK(anthropic_quota(head).requests == quota_reading{50, 0, std::nullopt});
  CHECK_FALSE(anthropic_limit_reset(head));
}

TEST_CASE("a time that has passed is now and a far one is a day away",
          "[providers][quota]") {
  const auto [text, expected] = GENERATE(table<std::string, wait>({
      {"1994-11-06T08:49:36Z", 0s},
      {"1995-11-06T08:49:36Z", 24h},
      {"5s", std::nullopt},
  }));
  CAPTURE(text);
  const auto head =
      head_of(200, with(anthropic("requests", "50", "1", text), {}));
  CHECK(anthropic_quota(head).requests.reset_in == expected);
}

TEST_CASE("of Anthropic's token limits the tightest counts",
          "[providers][quota]") {
  const auto tokens = [](header_map some, header_map more) {
    return anthropic_quota(head_of(200, with(std::move(some), std::move(more))))
        .tokens;
  };
  const auto all = [](const char* left) {
    return anthropic("tokens", "900", left, in_30_s);
  };
  const auto input = [](const char* left) {
    return anthropic("input-tokens", "500", left, "1994-11-06T08:49:47Z");
  };
  CHECK(tokens(all("300"), input("200")) == quota_reading{500, 200, 10s});
  CHECK(tokens(all("200"), input("300")) == quota_reading{900, 200, 30s});
  CHECK(tokens(all("200"), {}) == quota_reading{900, 200, 30s});
  CHECK(tokens({}, input("200")) == quota_reading{500, 200, 10s});
  // What an answer may cost is nothing that a prompt is measured against.
  CHECK(tokens(anthropic("output-tokens", "9", "1", in_30_s), {})
        == quota_reading{});
}

TEST_CASE("only limits that are used up say when to come back",
          "[providers][quota]") {
  const auto of = [](header_map headers) {
    return openai_limit_reset(head_of(429, std::move(headers)));
  };
  CHECK(of(with(openai("requests", "60", "0", "1m2s"),
                openai("tokens", "60", "10", "6m0s")))
        == wait(62s));
  CHECK(of(with(openai("requests", "60", "0", "1m2s"),
                openai("tokens", "60", "0", "6m0s")))
        == wait(6min));
  CHECK(of(openai("tokens", "60", "0", "20")) == wait(20s));
  CHECK_FALSE(of(openai("requests", "60", "0", "0s")));
  CHECK_FALSE(of(openai("requests", "60", "1", "1s")));
  CHECK_FALSE(of({}));
}

TEST_CASE("any of Anthropic's limits may be the one that is used up",
          "[providers][quota]") {
  const std::string what =
      GENERATE("requests", "tokens", "input-tokens", "output-tokens");
  const auto of = [&](const char* left, const std::string& reset) {
    return anthropic_limit_reset(
        head_of(429, with(anthropic(what, "60", left, reset), {})));
  };
  CAPTURE(what);
  CHECK(of("0", in_30_s) == wait(30s));
  CHECK_FALSE(of("1", in_30_s));
  CHECK_FALSE(of("0", "1994-11-06T08:49:07Z"));
}
