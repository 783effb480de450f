#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::settings;
using namespace std::chrono;
using test::lines;
using test::minimal_with;
using test::problems_of;

namespace {

domain::wall_time moment(year_month_day day, milliseconds of_day) {
  return domain::wall_time{sys_days{day}} + of_day;
}

} // namespace

TEST_CASE("without a time zone it is UTC", "[settings][zone]") {
  const auto zone = test::load(test::minimal()).zone;
  REQUIRE(zone != nullptr);
  CHECK(zone->name() == "UTC");
  CHECK(zone->offset_at(moment(2026y / 7 / 1, 0ms)) == 0s);
  CHECK(test::load(minimal_with("/time_zone", "UTC")).zone->name() == "UTC");
}

TEST_CASE("a zone of the system knows when its clocks change",
          "[settings][zone]") {
  const auto zone =
      test::load(minimal_with("/time_zone", "Europe/Berlin")).zone;
  REQUIRE(zone != nullptr);
  CHECK(zone->name() == "Europe/Berlin");
  CHECK(zone->offset_at(moment(2026y / 3 / 29, 1h - 1ms)) == 1h);
  CHECK(zone->offset_at(moment(2026y / 3 / 29, 1h)) == 2h);
  CHECK(zone->offset_at(moment(2026y / 10 / 25, 1h - 1ms)) == 2h);
  CHECK(zone->offset_at(moment(2026y / 10 / 25, 1h)) == 1h);
  CHECK(find_time_zone("Asia/Kathmandu")->offset_at(moment(2026y / 1 / 1, 0ms))
        == 5h + 45min);
}

TEST_CASE("what is no name of a zone is refused", "[settings][zone]") {
  for (const auto* name : {"Mars/Olympus", "local", "localtime", "posixrules",
                           "../../etc/passwd", "CETX", "utc"})
    CHECK(problems_of(minimal_with("/time_zone", name))
          == lines{"time_zone: is \"" + std::string{name}
                   + "\", which is no time zone of this system; must be UTC or "
                     "a name such as \"Europe/Berlin\", for which tzdata must "
                     "be installed"});
  CHECK(problems_of(minimal_with("/time_zone", ""))
        == lines{"time_zone: must not be empty"});
  CHECK(problems_of(minimal_with("/time_zone", 1))
        == lines{"time_zone: is 1, must be a text"});
}
