#include "domain/availability.hpp"

#include <catch2/catch.hpp>

#include <initializer_list>
#include <limits>
#include <string>

namespace bellwether::domain {

using namespace std::chrono_literals;
using minutes = availability::minutes;

namespace {

// The beginning of an hour.
constexpr minutes noon = 480'000h;

finished_call ended(int status) {
  finished_call out;
  out.status = status;
  return out;
}

finished_call answered(std::size_t by,
                       std::initializer_list<std::size_t> after = {}) {
  finished_call out = ended(200);
  out.answered_by = by;
  out.failed_at = after;
  return out;
}

finished_call failed(std::initializer_list<std::size_t> at) {
  finished_call out = ended(503);
  out.failed_at = at;
  return out;
}

void add(availability& to, int calls, const finished_call& call, minutes at) {
  for (; calls > 0; --calls)
    to.add(call, at);
}

availability_report over(const availability& of, std::string_view window,
                         minutes at) {
  for (const availability_report& r : of.report(at))
    if (r.window == window)
      return r;
  FAIL("no window " << window);
  return {};
}

availability_hour hour(std::int64_t number, std::size_t providers,
                       std::uint64_t good = 1) {
  availability_hour out;
  out.hour = number;
  out.counts.callers.good = good;
  out.counts.providers.resize(providers);
  return out;
}

std::uint64_t calls(const availability& of, std::string_view window,
                    minutes at) {
  return over(of, window, at).counts.callers.total();
}

} // namespace

TEST_CASE("every status has its verdict", "[domain][availability]") {
  for (int status = 0; status < 1'000; ++status) {
    CAPTURE(status);
    const auto verdict = judge(ended(status));
    if (status >= 200 && status <= 299)
      CHECK(verdict == call_verdict::good);
    else if (status == 429 || (status >= 500 && status <= 599))
      CHECK(verdict == call_verdict::bad);
    else
      CHECK(verdict == call_verdict::no_matter);
  }
}

TEST_CASE("a share of no calls is unknown", "[domain][availability]") {
  CHECK_FALSE(success_count{}.share_good());
  CHECK(*success_count{.good = 3, .bad = 1}.share_good() == Approx(0.75));
}

TEST_CASE("callers' own mistakes count for nothing", "[domain][availability]") {
  availability subject{2, 0.999};
  for (const int status : {301, 400, 401, 402, 403, 404, 413, 422, 499}) {
    finished_call call = ended(status);
    call.answered_by = 0;
    call.failed_at = {1};
    subject.add(call, noon);
  }
  const auto all = over(subject, "30d", noon).counts;
  CHECK(all.callers == success_count{});
  CHECK(all.saved == 0);
  CHECK(all.providers == std::vector<success_count>(2));
  CHECK(subject.remember(noon).empty());
}

TEST_CASE("each provider is counted for itself", "[domain][availability]") {
  availability subject{3, 0.999};
  subject.add(answered(0), noon);
  subject.add(answered(1, {0}), noon);
  subject.add(answered(2, {0, 1}), noon);
  subject.add(failed({0, 2}), noon);
  subject.add(ended(429), noon);
  for (const auto& r : subject.report(noon)) {
    CAPTURE(std::string{r.window});
    CHECK(r.counts.callers == success_count{.good = 3, .bad = 2});
    CHECK(r.counts.saved == 2);
    REQUIRE(r.counts.providers.size() == 3);
    CHECK(r.counts.providers[0] == success_count{.good = 1, .bad = 3});
    CHECK(r.counts.providers[1] == success_count{.good = 1, .bad = 1});
    CHECK(r.counts.providers[2] == success_count{.good = 1, .bad = 1});
  }
}

TEST_CASE("a stream that broke is its provider's failure, once",
          "[domain][availability]") {
  availability subject{2, 0.999};
  finished_call broken = ended(502);
  broken.answered_by = 0;
  subject.add(broken, noon);
  broken.failed_at = {0, 1};
  subject.add(broken, noon);
  const auto all = over(subject, "5m", noon).counts;
  CHECK(all.callers == success_count{.good = 0, .bad = 2});
  CHECK(all.saved == 0);
  CHECK(all.providers[0] == success_count{.good = 0, .bad = 2});
  CHECK(all.providers[1] == success_count{.good = 0, .bad = 1});
}

TEST_CASE("providers that nobody configured are left out",
          "[domain][availability]") {
  availability subject{1, 0.999};
  subject.add(answered(7, {8}), noon);
  const auto all = over(subject, "5m", noon).counts;
  CHECK(all.callers.good == 1);
  CHECK(all.providers == std::vector<success_count>(1));
}

TEST_CASE("the windows are told shortest first", "[domain][availability]") {
  const auto all = availability{0, 0.9}.report(noon);
  REQUIRE(all.size() == 4);
  CHECK((all[0].window == "5m" && all[0].length == 5min));
  CHECK((all[1].window == "1h" && all[1].length == 1h));
  CHECK((all[2].window == "6h" && all[2].length == 6h));
  CHECK((all[3].window == "30d" && all[3].length == 24h * 30));
}

TEST_CASE("a call counts in each window until it has passed",
          "[domain][availability]") {
  availability subject{0, 0.999};
  subject.add(ended(200), noon);
  struct row {
    std::string_view window;
    minutes last;
  };
  for (const row& r : {row{"5m", 4min}, row{"1h", 59min}, row{"6h", 359min},
                       row{"30d", 24h * 30 - 1min}}) {
    CAPTURE(std::string{r.window});
    CHECK(calls(subject, r.window, noon + r.last) == 1);
    CHECK(calls(subject, r.window, noon + r.last + 1min) == 0);
  }
}

TEST_CASE("a burn rate of one uses the budget up", "[domain][availability]") {
  availability subject{0, 0.99};
  CHECK_FALSE(over(subject, "1h", noon).burn_rate);
  CHECK(subject.budget_left(noon) == 1.0);
  add(subject, 99, ended(200), noon);
  CHECK(*over(subject, "1h", noon).burn_rate == 0.0);
  CHECK(subject.budget_left(noon) == 1.0);
  add(subject, 1, ended(500), noon);
  CHECK(*over(subject, "1h", noon).burn_rate == Approx(1.0));
  CHECK(subject.budget_left(noon) == Approx(0.0).margin(1e-9));
  add(subject, 100, ended(200), noon);
  CHECK(*over(subject, "1h", noon).burn_rate == Approx(0.5));
  CHECK(subject.budget_left(noon) == Approx(0.5));
  add(subject, 50, ended(503), noon);
  CHECK(*over(subject, "1h", noon).burn_rate == Approx(20.4));
  CHECK(subject.budget_left(noon) == Approx(-19.4));
}

TEST_CASE("each window has its own burn rate", "[domain][availability]") {
  availability subject{0, 0.9};
  add(subject, 8, ended(200), noon);
  add(subject, 2, ended(500), noon + 2h);
  const minutes now = noon + 2h + 4min;
  CHECK(*over(subject, "5m", now).burn_rate == Approx(10.0));
  CHECK(*over(subject, "1h", now).burn_rate == Approx(10.0));
  CHECK(*over(subject, "6h", now).burn_rate == Approx(2.0));
  CHECK(*over(subject, "30d", now).burn_rate == Approx(2.0));
  CHECK_FALSE(over(subject, "5m", now + 1min).burn_rate);
}

TEST_CASE("a clock that ran back counts into the newest minute",
          "[domain][availability]") {
  availability subject{0, 0.999};
  subject.add(ended(200), noon - 5min);
  subject.add(ended(200), noon);
  subject.add(ended(200), noon - 3h);
  CHECK(calls(subject, "5m", noon) == 2);
  CHECK(calls(subject, "5m", noon - 3h) == 2);
  CHECK(calls(subject, "1h", noon - 3h) == 3);
  CHECK(calls(subject, "5m", noon + 4min) == 2);
  CHECK(calls(subject, "5m", noon + 5min) == 0);
  REQUIRE(subject.remember(noon).size() == 2);
  CHECK(subject.remember(noon)[1].counts.callers.good == 2);
  CHECK(subject.remember(noon - 40h * 24) == subject.remember(noon));
}

TEST_CASE("a clock that ran far ahead leaves nothing of before",
          "[domain][availability]") {
  availability subject{0, 0.999};
  subject.add(ended(500), noon);
  subject.add(ended(200), noon + 24h * 40);
  CHECK(calls(subject, "30d", noon + 24h * 40) == 1);
  subject.add(ended(200), noon);
  CHECK(calls(subject, "30d", noon + 24h * 40) == 2);
  CHECK(subject.remember(noon).size() == 1);
  CHECK(subject.slices() == 2);
}

TEST_CASE("hours before 1970 are hours", "[domain][availability]") {
  availability subject{0, 0.999};
  subject.add(ended(200), -90min);
  subject.add(ended(200), -1min);
  subject.add(ended(200), 1min);
  const auto hours = subject.remember(1min);
  REQUIRE(hours.size() == 3);
  CHECK(hours[0].hour == -2);
  CHECK(hours[1].hour == -1);
  CHECK(hours[2].hour == 0);
}

TEST_CASE("a successor goes on with the hours", "[domain][availability]") {
  availability subject{2, 0.999};
  subject.add(answered(0), noon);
  subject.add(answered(1, {0}), noon + 3h);
  subject.add(failed({0, 1}), noon + 5h);
  const minutes now = noon + 5h + 30min;
  const auto hours = subject.remember(now);
  REQUIRE(hours.size() == 3);
  CHECK(hours[0].hour == 480'000);
  CHECK(hours[2].hour == 480'005);

  availability successor{2, 0.999};
  successor.recall(hours, now);
  CHECK(successor.remember(now) == hours);
  CHECK(over(successor, "30d", now).counts == over(subject, "30d", now).counts);
  CHECK(successor.budget_left(now) == subject.budget_left(now));
  successor.add(answered(0), now);
  CHECK(calls(successor, "30d", now) == 4);
  CHECK(successor.remember(now).size() == 3);
}

TEST_CASE("hours that do not fit are left out", "[domain][availability]") {
  const auto kept = [](const availability_hour& h) {
    availability subject{2, 0.999};
    subject.recall({h}, noon);
    return subject.remember(noon);
  };
  CHECK(kept(hour(480'000, 2)).size() == 1);
  CHECK(kept(hour(480'000, 1)).empty());
  CHECK(kept(hour(480'000, 3)).empty());
  CHECK(kept(hour(479'281, 2)).size() == 1);
  CHECK(kept(hour(479'280, 2)).empty());
  CHECK(kept(hour(std::numeric_limits<std::int64_t>::min(), 2)).empty());
}

TEST_CASE("an hour of a clock that was ahead is the running one",
          "[domain][availability]") {
  availability subject{0, 0.999};
  subject.recall(
      {hour(std::numeric_limits<std::int64_t>::max(), 0, 2), hour(479'999, 0)},
      noon);
  const auto hours = subject.remember(noon);
  REQUIRE(hours.size() == 2);
  CHECK(hours[0].hour == 479'999);
  CHECK(hours[0].counts.callers.good == 1);
  CHECK(hours[1].hour == 480'000);
  CHECK(hours[1].counts.callers.good == 2);
}

} // namespace bellwether::domain
