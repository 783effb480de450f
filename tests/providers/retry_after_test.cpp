#include "providers/retry_after.hpp"

#include "providers/heads.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::providers;
using namespace std::chrono_literals;
using bellwether::providers::test::head_of;
using wait = std::optional<std::chrono::milliseconds>;

TEST_CASE("durations of Go and protobuf are read", "[providers][retry]") {
  const auto [text, expected] = GENERATE(table<std::string, wait>({
      {"1s", 1s},
      {"6m0s", 6min},
      {"12ms", 12ms},
      {"1h2m3s", 3'723s},
      {"45.8379s", 45'838ms},
      {"45.837906927s", 45'838ms},
      {"0s", 0ms},
      {"  2s ", 2s},
      {"500us", 1ms},
      {"48h", 24h},
      {"99999999999999999999h", 24h},
      {"", std::nullopt},
      {"5", std::nullopt},
      {"-1s", std::nullopt},
      {"s", std::nullopt},
      {"1x", std::nullopt},
      {"1s!", std::nullopt},
      {"nan", std::nullopt},
      {"1e3s", std::nullopt},
      {"inf", std::nullopt},
      {"1..2s", std::nullopt},
  }));
  CAPTURE(text);
  CHECK(read_duration(text) == expected);
}

TEST_CASE("a message may carry the wait", "[providers][retry]") {
  const auto [text, expected] = GENERATE(table<std::string, wait>({
      {"Quota exceeded. Please retry in 38.92s.", 38'920ms},
      {"Please retry in 10h17m5.7s.", 37'025'700ms},
      {"Please try again in 6.12s. Visit us", 6'120ms},
      {"Please try again in 250ms", 250ms},
      {"Please retry in a while", std::nullopt},
      {"Please retry", std::nullopt},
  }));
  CAPTURE(text);
  CHECK(wait_in_message(text) == expected);
}

TEST_CASE("Retry-After is seconds or a date", "[providers][retry]") {
  const auto [value, expected] = GENERATE(table<std::string, wait>({
      {"7", 7s},
      {" 7 ", 7s},
      {"1.5", 1'500ms},
      {"0", 0ms},
      {"1000000", 24h},
      {"Sun, 06 Nov 1994 08:50:07 GMT", 30s},
      {"Sun, 06 Nov 1994 08:49:37 GMT", 0s},
      {"Mon, 06 Nov 1995 08:49:37 GMT", 24h},
      {"Sun, 06 Nov 1994 08:49:07 GMT", std::nullopt},
      {"Sun, 32 Nov 1994 08:50:07 GMT", std::nullopt},
      {"Sun, 06 Foo 1994 08:50:07 GMT", std::nullopt},
      {"Sun, 06 Nov 1994 08:50:07 CET", std::nullopt},
      {"-7", std::nullopt},
      {"+7", std::nullopt},
      {"soon", std::nullopt},
      {"", std::nullopt},
  }));
  CAPTURE(value);
  const auto head = head_of(
      429, {{"retry-after", value}, {"date", "Sun, 06 Nov 1994 08:49:37 GMT"}});
  CHECK(retry_after(head) == expected);
}

TEST_CASE("a date without the answer's own date says nothing",
          "[providers][retry]") {
  const auto head =
      head_of(429, {{"retry-after", "Sun, 06 Nov 1994 08:50:07 GMT"}});
  CHECK_FALSE(retry_after(head));
}

TEST_CASE("milliseconds come before seconds", "[providers][retry]") {
  CHECK(retry_after(
            head_of(429, {{"retry-after-ms", "150"}, {"retry-after", "1"}}))
        == wait(150ms));
  CHECK(retry_after(
            head_of(429, {{"retry-after-ms", "-1"}, {"retry-after", "1"}}))
        == wait(1s));
}
