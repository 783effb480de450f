#include "cli/drill_arguments.hpp"

#include "integration/harness/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>

namespace bellwether::cli {

using namespace std::chrono_literals;
using nlohmann::json;

namespace {

/// Options whose admin key is in a file.
struct options_of {
  options_of() {
    std::ofstream{folder / "key"} << "the-key \r\nsecond line\n";
    options.provider = "openai";
    options.fault = "slow";
    options.daemon.key_file = folder / "key";
    options.out = folder.path();
  }

  drill_plan plan() const {
    const auto got = plan_drill(options);
    REQUIRE(std::holds_alternative<drill_plan>(got));
    return std::get<drill_plan>(got);
  }

  std::string problem() const {
    const auto got = plan_drill(options);
    REQUIRE(std::holds_alternative<std::string>(got));
    return std::get<std::string>(got);
  }

  integration::temporary_folder folder;
  drill_options options;
};

} // namespace

TEST_CASE("durations have units", "[cli][drill]") {
  CHECK(parse_duration("60s") == 60s);
  CHECK(parse_duration("500ms") == 500ms);
  CHECK(parse_duration("1.5m") == 90s);
  CHECK(parse_duration("1h") == 1h);
  CHECK(parse_duration("0.1ms") == 1ms);
  const auto* wrong = GENERATE("", "60", "s", "0s", "-1s", "1d", "1 s", "1s ",
                               "inf s", "nan", "1e3s", "99999999999h");
  CAPTURE(wrong);
  CHECK(parse_duration(wrong) == std::nullopt);
}

TEST_CASE("shares are percent or a part of one", "[cli][drill]") {
  CHECK(parse_percent("25%") == 25.0);
  CHECK(parse_percent("0.25") == 25.0);
  CHECK(parse_percent("1") == 100.0);
  CHECK(parse_percent("100%") == 100.0);
  CHECK(parse_percent("0.5%") == 0.5);
  const auto* wrong =
      GENERATE("", "%", "0", "0%", "25", "101%", "-5%", "1.01", "5 %", "x");
  CAPTURE(wrong);
  CHECK(parse_percent(wrong) == std::nullopt);
}

TEST_CASE("a drill's options become an order", "[cli][drill]") {
  options_of of;
  of.options.share = "25%";
  of.options.length = "2m";
  of.options.delay = "750ms";
  of.options.recover = "5s";
  of.options.daemon.control = "127.0.0.1:9";
  const auto plan = of.plan();
  CHECK(json::parse(plan.order)
        == json{{"provider", "openai"},
                {"fault", "slow"},
                {"share_percent", 25.0},
                {"for_seconds", 120.0},
                {"delay_ms", 750}});
  CHECK(plan.admin_key == "the-key");
  CHECK(plan.recover == 5s);
  CHECK(plan.control.port == 9);
}

TEST_CASE("a wrong option is named with what is allowed", "[cli][drill]") {
  options_of of;
  const auto [option, value, allowed] =
      GENERATE(table<std::string drill_options::*, std::string, std::string>(
          {{&drill_options::share, "25", "--share 25: allowed are shares"},
           {&drill_options::length, "60", "--for 60: allowed are durations"},
           {&drill_options::delay, "2", "--delay 2: "},
           {&drill_options::recover, "x", "--recover x: "},
           {&drill_options::out, "/dev/null/reports",
            "--out /dev/null/reports: must be"}}));
  of.options.*option = value;
  CHECK_THAT(of.problem(), Catch::StartsWith(allowed));
}

TEST_CASE("a wrong place of the daemon or its key is named", "[cli][drill]") {
  options_of of;
  const auto [option, value, allowed] =
      GENERATE(table<std::string admin_options::*, std::string, std::string>(
          {{&admin_options::control, "here", "--control here: "},
           {&admin_options::key_file, "/nowhere",
            "--admin-key-file /nowhere: cannot be read"}}));
  of.options.daemon.*option = value;
  CHECK_THAT(of.problem(), Catch::StartsWith(allowed));
}

TEST_CASE("an admin key that is not there is asked for", "[cli][drill]") {
  options_of of;
  of.options.daemon.key_file.clear();
  of.options.daemon.key_env = "BELLWETHER_TEST_HAS_NO_SUCH_KEY";
  CHECK_THAT(of.problem(), Catch::Contains("BELLWETHER_TEST_HAS_NO_SUCH_KEY")
                               && Catch::Contains("--admin-key-file"));
}

} // namespace bellwether::cli
