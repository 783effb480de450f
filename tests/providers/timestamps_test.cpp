#include "providers/timestamps.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdio>
#include <rapidcheck/catch.h>
#include <string>

using namespace bellwether::providers;
using namespace std::chrono_literals;
using found = std::optional<timestamp>;

namespace {

constexpr timestamp base{std::chrono::sys_days{std::chrono::year{1994} / 11 / 6}
                         + 8h + 49min + 37s};

} // namespace

TEST_CASE("a date of HTTP is read", "[providers][time]") {
  const auto [text, expected] = GENERATE(table<std::string, found>({
      {"Sun, 06 Nov 1994 08:49:37 GMT", base},
      {" Sun, 06 Nov 1994 08:49:37 GMT ", base},
      {"Thu, 01 Jan 1970 00:00:00 GMT", timestamp{}},
      {"Sun, 06 Nov 1994 08:49:37 CET", std::nullopt},
      {"Sun, 00 Nov 1994 08:49:37 GMT", std::nullopt},
      {"Sun, 31 Nov 1994 08:49:37 GMT", std::nullopt},
      {"Sun, -6 Nov 1994 08:49:37 GMT", std::nullopt},
      {"Sun, 06 ovD 1994 08:49:37 GMT", std::nullopt},
      {"Sun, 06 Nov 1994 -8:49:37 GMT", std::nullopt},
      {"Sun, 06 Nov 1994 24:49:37 GMT", std::nullopt},
      {"Sun, 06 Nov 1994 08:60:37 GMT", std::nullopt},
      {"Sun, 06 Nov 1994 08-49-37 GMT", std::nullopt},
      {"1994-11-06T08:49:37Z", std::nullopt},
      {"", std::nullopt},
  }));
  CAPTURE(text);
  CHECK(read_http_date(text) == expected);
}

TEST_CASE("a time of RFC 3339 is read", "[providers][time]") {
  const auto [text, expected] = GENERATE(table<std::string, found>({
      {"1994-11-06T08:49:37Z", base},
      {"1994-11-06t08:49:37z", base},
      {"1994-11-06 08:49:37Z", base},
      {" 1994-11-06T08:49:37Z ", base},
      {"1994-11-06T08:49:37.5Z", base + 500ms},
      {"1994-11-06T08:49:37.25Z", base + 250ms},
      {"1994-11-06T08:49:37.250000000Z", base + 250ms},
      {"1994-11-06T08:49:37.250000001Z", base + 251ms},
      {"1994-11-06T08:49:37.9999999999999999Z", base + 1s},
      {"1994-11-06T09:49:37+01:00", base},
      {"1994-11-06T03:19:37.5-05:30", base + 500ms},
      {"1994-11-06T08:49:37-00:00", base},
      {"1994-11-06T08:49:60Z", base + 23s},
      {"1994-11-06T08:49:37", std::nullopt},
      {"1994-11-06T08:49:37.Z", std::nullopt},
      {"1994-11-06T08:49:37Z!", std::nullopt},
      {"1994-11-06T08:49:37+0100", std::nullopt},
      {"1994-11-06T08:49:37+24:00", std::nullopt},
      {"1994-11-06T08:49:37+01:60", std::nullopt},
      {"1994-11-06T08:49:61Z", std::nullopt},
      {"1994-11-06X08:49:37Z", std::nullopt},
      {"1994-11-31T08:49:37Z", std::nullopt},
      {"1994-13-06T08:49:37Z", std::nullopt},
      {"1994-00-06T08:49:37Z", std::nullopt},
      {"199x-11-06T08:49:37Z", std::nullopt},
      {"1994/11/06T08:49:37Z", std::nullopt},
      {"1994-11-06T08:49Z", std::nullopt},
      {"", std::nullopt},
  }));
  CAPTURE(text);
  CHECK(read_rfc3339(text) == expected);
}

TEST_CASE("any second of four thousand years is read as itself",
          "[providers][time]") {
  CHECK(rc::check("round trip", [] {
    const auto at = std::chrono::sys_seconds{std::chrono::seconds{
        *rc::gen::inRange<std::int64_t>(0, 4'000LL * 365 * 86'400)}};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{at - day};
    std::array<char, 64> text{};
    const auto n = std::snprintf(
        text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ",
        static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        static_cast<int>(time.hours().count()),
        static_cast<int>(time.minutes().count()),
        static_cast<int>(time.seconds().count()));
    const std::string_view whole{text.data(), static_cast<std::size_t>(n)};
    RC_ASSERT(read_rfc3339(whole) == found(at));
  }));
}
