#include "domain/drill.hpp"

#include "domain/any.hpp"

#include <catch2/catch.hpp>

#include <rapidcheck/catch.h>
#include <string>
#include <vector>

namespace bellwether::domain {

using namespace std::chrono_literals;

namespace {

constexpr drill_meter::time_point start{1000s};

drill_meter meter() {
  return {{.provider = 1, .fault = drill_fault::hang, .length = 60s}, start};
}

finished_call ended(int status, std::optional<std::size_t> by = std::nullopt) {
  finished_call out;
  out.status = status;
  out.answered_by = by;
  return out;
}

finished_call hit(finished_call call) {
  call.drilled = true;
  return call;
}

void add(drill_meter& to, int calls, const finished_call& call) {
  for (; calls > 0; --calls)
    to.add(call);
}

} // namespace

TEST_CASE("every fault is read as it is written", "[domain][drill]") {
  const std::vector<std::pair<drill_fault, std::string>> names{
      {drill_fault::refuse, "refuse"},  {drill_fault::hang, "hang"},
      {drill_fault::slow, "slow"},      {drill_fault::server_error, "500"},
      {drill_fault::rate_limit, "429"}, {drill_fault::cut, "cut"},
      {drill_fault::garbage, "garbage"}};
  for (const auto& [fault, name] : names) {
    CHECK(to_string(fault) == name);
    CHECK(parse_drill_fault(name) == fault);
  }
  for (const char* other : {"", "Hang", "503", "hang ", "server_error"})
    CHECK_FALSE(parse_drill_fault(other));
}

TEST_CASE("every end of a drill has a name", "[domain][drill]") {
  CHECK(to_string(drill_end::running) == "running");
  CHECK(to_string(drill_end::time_up) == "time_up");
  CHECK(to_string(drill_end::stopped) == "stopped");
  CHECK(to_string(drill_end::in_danger) == "in_danger");
}

TEST_CASE("a drill counts what became of its requests", "[domain][drill]") {
  drill_meter subject = meter();
  subject.add(ended(200, 0));
  subject.add(ended(200, 1));
  subject.add(hit(ended(200, 0)));
  subject.add(hit(ended(200, 1))); // answered on a second try
  subject.add(hit(ended(200)));    // nobody knows by whom
  subject.add(hit(ended(503, 0)));
  subject.add(ended(429));
  const auto told = subject.report(start + 1s);
  CHECK(told.requests == 7);
  CHECK(told.failed == 2);
  CHECK(told.hit == 4);
  CHECK(told.rerouted == 1);
  CHECK(told.order.provider == 1);
  CHECK(told.order.fault == drill_fault::hang);
}

TEST_CASE("callers' own mistakes are no requests of a drill",
          "[domain][drill]") {
  drill_meter subject = meter();
  for (const int status : {400, 401, 402, 404, 499}) {
    finished_call call = hit(ended(status, 0));
    call.cost = money::nanos(5);
    call.extra = money::nanos(5);
    subject.add(call);
  }
  const auto told = subject.report(start);
  CHECK(told.requests == 0);
  CHECK(told.hit == 0);
  CHECK(told.spent == money{});
  CHECK(told.extra == money{});
  CHECK(told.delay_hit.count == 0);
}

TEST_CASE("a drill tells what was spent, and what of that was extra",
          "[domain][drill]") {
  drill_meter subject = meter();
  finished_call call = ended(200, 0);
  call.cost = money::nanos(100);
  call.extra = money::nanos(7);
  subject.add(call);
  call.cost = std::nullopt;
  subject.add(call);
  CHECK(subject.report(start).spent == money::nanos(114));
  CHECK(subject.report(start).extra == money::nanos(14));
}

TEST_CASE("delays are told by nearest rank, the drilled apart",
          "[domain][drill]") {
  drill_meter subject = meter();
  for (int i = 0; i < 200; ++i) {
    finished_call call = ended(200, 0);
    call.delay = (i * 7 % 200 + 1) * 1ms;
    subject.add(call);
    call.delay *= 10;
    if (i < 100)
      subject.add(hit(call));
  }
  const auto told = subject.report(start);
  CHECK(told.delay_others.count == 200);
  CHECK(told.delay_others.p50 == 100ms);
  CHECK(told.delay_others.p95 == 190ms);
  CHECK(told.delay_others.p99 == 198ms);
  CHECK(told.delay_hit.count == 100);
  CHECK(told.delay_hit.p50 > told.delay_others.p50);
  CHECK(drill_meter{meter()}.report(start).delay_hit.p99 == 0ns);
}

TEST_CASE("a drill keeps the first ten thousand delays of each kind",
          "[domain][drill]") {
  drill_meter subject = meter();
  finished_call call = ended(200, 0);
  call.delay = 1ms;
  add(subject, 10'000, call);
  call.delay = 1s;
  add(subject, 10'000, call);
  call.delay = 2ms;
  add(subject, 10'000, hit(call));
  call.delay = 1s;
  add(subject, 1, hit(call));
  const auto told = subject.report(start);
  CHECK(told.requests == 30'001);
  CHECK(told.delay_others.count == 10'000);
  CHECK(told.delay_others.p99 == 1ms);
  CHECK(told.delay_hit.count == 10'000);
  CHECK(told.delay_hit.p99 == 2ms);
}

TEST_CASE("after a drill's end only what it had hit is added",
          "[domain][drill]") {
  drill_meter subject = meter();
  subject.add(ended(200, 0));
  CHECK(subject.running());
  subject.end(drill_end::stopped, start + 10s);
  CHECK_FALSE(subject.running());
  subject.add(ended(500));
  subject.add(hit(ended(200, 1)));
  const auto told = subject.report(start + 30s);
  CHECK(told.requests == 2);
  CHECK(told.failed == 0);
  CHECK(told.hit == 1);
}

TEST_CASE("a provider has recovered when nothing of it is held out any more",
          "[domain][drill]") {
  drill_meter subject = meter();
  subject.held_out(start + 1s);
  subject.held_out(start + 2s, 7);
  subject.end(drill_end::time_up, start + 10s);
  subject.closed(start + 11s, 7);
  CHECK_FALSE(subject.report(start + 12s).time_to_recover);
  subject.closed(start + 15s);
  CHECK(subject.report(start + 16s).time_to_recover == 5s);
}

TEST_CASE("a drill ends once", "[domain][drill]") {
  drill_meter subject = meter();
  CHECK(subject.ends_at() == start + 60s);
  CHECK(subject.report(start + 5s).elapsed == 5s);
  CHECK(subject.report(start - 5s).elapsed == 0s);
  subject.end(drill_end::running, start + 6s);
  CHECK(subject.running());
  CHECK(subject.report(start + 8s).elapsed == 8s);
  subject.end(drill_end::in_danger, start + 10s);
  subject.end(drill_end::time_up, start + 60s);
  CHECK(subject.report(start + 70s).end == drill_end::in_danger);
  CHECK(subject.report(start + 70s).elapsed == 10s);
}

TEST_CASE("a drill is in danger from five failures and over one in a hundred",
          "[domain][drill]") {
  const auto in_danger = [](int failed, int good) {
    drill_meter subject = meter();
    add(subject, failed, ended(503));
    add(subject, good, ended(200, 0));
    add(subject, 1'000, ended(400));
    return subject.in_danger();
  };
  CHECK_FALSE(in_danger(0, 0));
  CHECK_FALSE(in_danger(4, 0));
  CHECK(in_danger(5, 0));
  CHECK(in_danger(5, 494));
  CHECK_FALSE(in_danger(5, 495));
  CHECK_FALSE(in_danger(10, 990));
  CHECK(in_danger(10, 989));
}

// What is told, as letters: h held out, c closed, e the end; a second apart.
TEST_CASE("a drill tells when its provider went and came back",
          "[domain][drill]") {
  struct row {
    std::string told;
    std::optional<std::chrono::seconds> detect;
    std::optional<std::chrono::seconds> recover;
  };
  constexpr auto no = std::nullopt;
  const std::vector<row> rows{
      {"", no, no},     {"e", no, no},     {"c", no, no},     {"ce", no, no},
      {"ec", no, no},   {"h", 1s, no},     {"he", 1s, no},    {"hec", 1s, 1s},
      {"hecc", 1s, 1s}, {"hhec", 1s, 1s},  {"hehc", 1s, 2s},  {"hce", 1s, no},
      {"hcec", 1s, no}, {"hcehc", 1s, no}, {"hchec", 1s, 1s}, {"chec", 2s, 1s},
      {"eh", no, no},   {"ehc", no, no},   {"hechc", 1s, 1s}};
  for (const row& r : rows) {
    drill_meter subject = meter();
    auto now = start;
    for (const char what : r.told) {
      now += 1s;
      if (what == 'h')
        subject.held_out(now);
      else if (what == 'c')
        subject.closed(now);
      else
        subject.end(drill_end::stopped, now);
    }
    CAPTURE(r.told);
    const auto told = subject.report(now);
    CHECK(told.time_to_detect == r.detect);
    CHECK(told.time_to_recover == r.recover);
  }
}

TEST_CASE("a drill's figures hold together", "[domain][drill]") {
  rc::prop("whatever comes", [] {
    drill_meter subject = meter();
    std::size_t hits = 0;
    for (int n = any_of(0, 200); n > 0; --n) {
      finished_call call =
          ended(*rc::gen::element(200, 400, 429, 499, 502, 503));
      if (any_of(0, 2) == 0)
        call.answered_by = any_of<std::size_t>(0, 3);
      call.drilled = any_of(0, 2) == 0;
      call.delay = std::chrono::milliseconds{any_of(0, 500)};
      call.extra = money::nanos(any_of(0, 50));
      subject.add(call);
      hits += call.drilled ? 1 : 0;
    }
    const auto told = subject.report(start);
    RC_ASSERT(told.hit <= hits);
    RC_ASSERT(told.rerouted <= told.hit);
    RC_ASSERT(told.rerouted + told.failed <= told.requests);
    RC_ASSERT(told.delay_hit.count == told.hit);
    RC_ASSERT(told.delay_hit.count + told.delay_others.count == told.requests);
    RC_ASSERT(told.extra <= told.spent);
    for (const auto& d : {told.delay_hit, told.delay_others}) {
      RC_ASSERT(d.p50 <= d.p95);
      RC_ASSERT(d.p95 <= d.p99);
    }
  });
}

} // namespace bellwether::domain
