#include "http/control/cost_query.hpp"

#include "http/control/when.hpp"

#include <catch2/catch.hpp>

#include <chrono>

namespace bellwether::http {

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using storage::dimension;

/// Half an hour ahead of UTC, as some places are.
class half_ahead final : public domain::time_zone {
public:
  const std::string& name() const override { return name_; }
  seconds offset_at(domain::wall_time) const override { return 30min; }

private:
  std::string name_ = "Half/Ahead";
};

const half_ahead zone;
const domain::wall_time now = sys_days{year{2026} / 11 / 22} + 12h + 10min;
const domain::wall_time november = sys_days{year{2026} / 11 / 1} - 30min;
const domain::wall_time december = sys_days{year{2026} / 12 / 1} - 30min;

storage::report_query report(const parameters& from) {
  const auto out = parse_report_query(from, {zone, now});
  if (const auto* error = std::get_if<control_error>(&out))
    FAIL(error->message);
  return std::get<storage::report_query>(out);
}

storage::entries_query entries(const parameters& from) {
  const auto out = parse_entries_query(from, {zone, now});
  if (const auto* error = std::get_if<control_error>(&out))
    FAIL(error->message);
  return std::get<storage::entries_query>(out);
}

} // namespace

TEST_CASE("a moment may be written in several ways", "[http][costs]") {
  using std::optional;
  const auto when = [](std::string_view text) {
    return parse_when(text, zone, now);
  };
  CHECK(when("2026-11-22T12:00:00Z") == optional{now - 10min});
  CHECK(when("2026-11-22T13:00:00+01:00") == optional{now - 10min});
  CHECK(when("2026-11-22T13:00:00 01:00") == optional{now - 10min});
  CHECK(when("2026-11-01") == optional{november});
  CHECK(when("2026-12") == optional{december});
  CHECK(when("7d") == optional{now - days{7}});
  CHECK(when("24h") == optional{now - 24h});
  CHECK(when("30m") == optional{now - 30min});
  const auto* wrong = GENERATE("", "d", "-7d", "7", "2026-13", "2026-11-31",
                               "2026/11/01", "yesterday", "999999999d");
  CAPTURE(wrong);
  CHECK_FALSE(when(wrong));
}

TEST_CASE("a report is of the month by model if nothing else is asked",
          "[http][costs]") {
  const auto query = report({});
  CHECK(query.from == november);
  CHECK(query.to == december);
  CHECK(query.by == std::vector{dimension::model});
  CHECK(query.only == domain::budget_scope{});
}

TEST_CASE("a report's time goes to whole hours of the zone", "[http][costs]") {
  const auto query = report(
      {{"from", "2026-11-22T10:45:00Z"}, {"to", "2026-11-22T11:31:00Z"}});
  CHECK(query.from == now - 1h - 40min);
  CHECK(query.to == now + 20min);
  CHECK(report({{"from", "24h"}}).to == now + 20min);
  const auto until = report({{"to", "2026-11-01"}});
  CHECK(until.to == november);
  CHECK(until.from == sys_days{year{2026} / 10 / 1} - 30min);
}

TEST_CASE("a report splits and filters by what is asked for", "[http][costs]") {
  const auto query = report({{"by", "day,team"},
                             {"team", "web,app"},
                             {"team", "ops"},
                             {"model", "gpt-4.1"}});
  CHECK(query.by == std::vector{dimension::day, dimension::team});
  CHECK(query.only.teams == std::vector<std::string>{"web", "app", "ops"});
  CHECK(query.only.models == std::vector<std::string>{"gpt-4.1"});
  CHECK(report({{"by", ""}}).by.empty());
}

TEST_CASE("what is wrong with a report's parameters is told", "[http][costs]") {
  struct wrong {
    parameters given;
    std::string param;
    std::string words;
  };
  const auto each = GENERATE(values<wrong>(
      {{{{"form", "7d"}}, "form", "did you mean from?"},
       {{{"from", "soon"}}, "from", "soon; allowed is a moment such as"},
       {{{"from", "1h"}, {"to", "2h"}}, "to", "is not after from"},
       {{{"from", "2027-01-01"}}, "to", "is not after from"},
       {{{"by", "modle"}}, "by", "did you mean model?"},
       {{{"by", "day,day"}}, "by", "twice"},
       {{{"from", "1h"}, {"from", "2h"}}, "from", "once"}}));
  const auto out = parse_report_query(each.given, {zone, now});
  const auto* error = std::get_if<control_error>(&out);
  REQUIRE(error != nullptr);
  CHECK(error->status == 400);
  CHECK(error->param == each.param);
  CHECK_THAT(error->message,
             Catch::StartsWith(each.param) && Catch::Contains(each.words));
}

TEST_CASE("single attempts are asked for with filters and pages",
          "[http][costs]") {
  const auto all = entries({});
  CHECK_FALSE(all.from);
  CHECK(all.limit == 100);
  const auto some = entries({{"from", "2026-11-01"},
                             {"outcome", "broken"},
                             {"request_id", "r-1"},
                             {"before", "17"},
                             {"limit", "1000"},
                             {"key", "web-1"}});
  CHECK(some.from == november);
  CHECK(some.outcome == domain::entry_outcome::broken);
  CHECK(some.request_id == "r-1");
  CHECK(some.before == 17u);
  CHECK(some.limit == 1000);
  CHECK(some.only.keys == std::vector<std::string>{"web-1"});
  const auto [name, value] =
      GENERATE(table<std::string, std::string>({{"limit", "1001"},
                                                {"limit", "0"},
                                                {"before", "-1"},
                                                {"before", "x"},
                                                {"outcome", "anwsered"}}));
  const auto out = parse_entries_query({{name, value}}, {zone, now});
  REQUIRE(std::holds_alternative<control_error>(out));
  CHECK(std::get<control_error>(out).param == name);
}

} // namespace bellwether::http
