#include "simulator/time_text.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::simulator;
using namespace std::chrono_literals;

TEST_CASE("times are written as protocols have them", "[simulator][time]") {
  const std::chrono::system_clock::time_point at{784'111'777s};
  CHECK(http_date(at) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(http_date(at + 999ms) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(rfc3339(at) == "1994-11-06T08:49:37Z");
  CHECK(rfc3339(at + 1ms) == "1994-11-06T08:49:38Z");
}

TEST_CASE("durations are written as protocols have them", "[simulator][time]") {
  struct form {
    std::chrono::nanoseconds d;
    const char* go;
    const char* protobuf;
    const char* seconds;
  };
  const auto f = GENERATE(values<form>({
      {0ns, "0s", "0s", "0"},
      {1ns, "1ms", "0.001s", "1"},
      {12ms, "12ms", "0.012s", "1"},
      {1s, "1s", "1s", "1"},
      {1'500ms, "1.5s", "1.5s", "2"},
      {59'999ms, "59.999s", "59.999s", "60"},
      {6min, "6m0s", "360s", "360"},
      {3'723s, "1h2m3s", "3723s", "3723"},
      {2h + 40ms, "2h0m0.04s", "7200.04s", "7201"},
  }));
  CHECK(go_duration(f.d) == f.go);
  CHECK(protobuf_duration(f.d) == f.protobuf);
  CHECK(whole_seconds(f.d) == f.seconds);
}
