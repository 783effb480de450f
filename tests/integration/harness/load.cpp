#include "integration/harness/load.hpp"

#include <catch2/catch.hpp>

namespace bellwether::integration {

namespace {

std::vector<std::string> command(const daemon_under_test& at,
                                 const std::string& route, int rate,
                                 int seconds, double streams) {
  return {
      BELLWETHER_LOAD_BINARY,
      "--url",
      "http://127.0.0.1:" + std::to_string(at.port()) + "/v1/chat/completions",
      "--model",
      route,
      "--rate",
      std::to_string(rate),
      "--duration",
      std::to_string(seconds),
      "--stream",
      std::to_string(streams),
      "--json",
      "-"};
}

} // namespace

running_load::running_load(const daemon_under_test& at,
                           const std::string& route, int rate, int seconds,
                           double streams)
    : process_{command(at, route, rate, seconds, streams),
               {},
               folder_ / "load"},
      seconds_{seconds} {}

json running_load::report() {
  constexpr std::chrono::seconds unwinding{20};
  const auto code = process_.wait(std::chrono::seconds{seconds_} + unwinding);
  CAPTURE(process_.err());
  REQUIRE(code == 0);
  return json::parse(process_.out());
}

} // namespace bellwether::integration
