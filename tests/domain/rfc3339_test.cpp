#include "domain/rfc3339.hpp"

#include "domain/any.hpp"

#include <catch2/catch.hpp>

#include <rapidcheck/catch.h>
#include <string>

namespace bellwether::domain {

using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

using found = std::optional<wall_time>;

constexpr wall_time base = sys_days{1994y / November / 6} + 8h + 49min + 37s;

// From the first moment of the year 0 to the last one of the year 9999.
wall_time any_moment() {
  const wall_time first = sys_days{0y / January / 1};
  const wall_time end = sys_days{year{10'000} / January / 1};
  return first + milliseconds{any_of<std::int64_t>(0, (end - first).count())};
}

} // namespace

TEST_CASE("a moment is written in UTC, to the millisecond or the second",
          "[domain][time]") {
  CHECK(write_rfc3339(base) == "1994-11-06T08:49:37.000Z");
  CHECK(write_rfc3339(base + 7ms) == "1994-11-06T08:49:37.007Z");
  CHECK(write_rfc3339_seconds(base + 999ms) == "1994-11-06T08:49:37Z");
  CHECK(write_rfc3339(wall_time{}) == "1970-01-01T00:00:00.000Z");
  CHECK(write_rfc3339(wall_time{} - 1ms) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("years have four digits, whatever the moment", "[domain][time]") {
  CHECK(write_rfc3339(sys_days{0y / January / 1})
        == "0000-01-01T00:00:00.000Z");
  CHECK(write_rfc3339(sys_days{-1y / December / 31})
        == "0000-01-01T00:00:00.000Z");
  CHECK(write_rfc3339(sys_days{year{10'000} / January / 1})
        == "9999-12-31T23:59:59.999Z");
  CHECK(write_rfc3339(wall_time::max()) == "9999-12-31T23:59:59.999Z");
  CHECK(write_rfc3339(wall_time::min()) == "0000-01-01T00:00:00.000Z");
}

TEST_CASE("any moment of RFC 3339 is read", "[domain][time]") {
  const auto [text, expected] = GENERATE(table<std::string, found>({
      {"1994-11-06T08:49:37Z", base},
      {"1994-11-06t08:49:37z", base},
      {"1994-11-06 08:49:37Z", base},
      {"1994-11-06T08:49:37.5Z", base + 500ms},
      {"1994-11-06T08:49:37.25Z", base + 250ms},
      {"1994-11-06T08:49:37.007Z", base + 7ms},
      {"1994-11-06T08:49:37.2599999999999999999Z", base + 259ms},
      {"1994-11-06T09:49:37+01:00", base},
      {"1994-11-06T03:19:37.5-05:30", base + 500ms},
      {"1994-11-06T08:49:37-00:00", base},
      {"1994-11-06T08:49:60Z", base + 23s},
      {"1996-02-29T00:00:00Z", sys_days{1996y / February / 29}},
  }));
  CAPTURE(text);
  CHECK(read_rfc3339(text) == expected);
}

TEST_CASE("what is no moment of RFC 3339 is not read", "[domain][time]") {
  const auto text = GENERATE(
      as<std::string>{}, "", "1994-11-06", "1994-11-06T08:49:37",
      "1994-11-06T08:49Z", "1994-11-06T08:49:37.Z", "1994-11-06T08:49:37,5Z",
      "1994-11-06T08:49:37Z!", "1994-11-06T08:49:37ZZ", " 1994-11-06T08:49:37Z",
      "1994-11-06T08:49:37+0100", "1994-11-06T08:49:37+24:00",
      "1994-11-06T08:49:37+01:60", "1994-11-06T08:49:37+1:000",
      "1994-11-06T08:49:37 01:00", "1994-11-06T24:00:00Z",
      "1994-11-06T08:60:37Z", "1994-11-06T08:49:61Z", "1994-11-06X08:49:37Z",
      "1994-11-31T08:49:37Z", "1995-02-29T00:00:00Z", "1994-13-06T08:49:37Z",
      "1994-00-06T08:49:37Z", "1994-11-00T08:49:37Z", "199x-11-06T08:49:37Z",
      "-994-11-06T08:49:37Z", "1994/11/06T08:49:37Z", "19941-11-06T08:49:37Z",
      "1994-11-06T08-49-37Z");
  CAPTURE(text);
  CHECK_FALSE(read_rfc3339(text));
  CHECK_FALSE(read_rfc3339_rounded_up(text));
}

TEST_CASE("an end to wait for is not read as an earlier one",
          "[domain][time]") {
  const auto [text, expected] = GENERATE(table<std::string, found>({
      {"1994-11-06T08:49:37.250Z", base + 250ms},
      {"1994-11-06T08:49:37.250000000Z", base + 250ms},
      {"1994-11-06T08:49:37.250000001Z", base + 251ms},
      {"1994-11-06T08:49:37.9999Z", base + 1s},
  }));
  CAPTURE(text);
  CHECK(read_rfc3339_rounded_up(text) == expected);
}

TEST_CASE("a moment of the years 0 to 9999 is read as it was written",
          "[domain][time]") {
  rc::prop("to the millisecond and to the second", [] {
    const wall_time at = any_moment();
    RC_ASSERT(read_rfc3339(write_rfc3339(at)) == found{at});
    RC_ASSERT(read_rfc3339_rounded_up(write_rfc3339(at)) == found{at});
    RC_ASSERT(read_rfc3339(write_rfc3339_seconds(at))
              == found{floor<seconds>(at)});
  });
}

TEST_CASE("texts of moments sort as the moments do", "[domain][time]") {
  rc::prop("for any two", [] {
    const wall_time a = any_moment();
    const wall_time b = any_moment();
    RC_ASSERT((write_rfc3339(a) < write_rfc3339(b)) == (a < b));
  });
}

} // namespace bellwether::domain
