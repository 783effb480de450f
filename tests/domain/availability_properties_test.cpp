#include "domain/any.hpp"
#include "domain/availability.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <rapidcheck/catch.h>
#include <vector>

namespace bellwether::domain {

using namespace std::chrono_literals;
using minutes = availability::minutes;

namespace {

constexpr std::size_t providers = 3;
constexpr double objective = 0.99;
constexpr minutes noon = 480'000h;

finished_call any_call() {
  finished_call out;
  out.status = *rc::gen::element(200, 201, 429, 500, 502, 503, 400, 402, 499);
  if (any_of(0, 3) > 0)
    out.answered_by = any_of<std::size_t>(0, providers + 1);
  for (std::size_t p = 0; p <= providers; ++p)
    if (any_of(0, 3) == 0)
      out.failed_at.push_back(p);
  return out;
}

struct counted {
  minutes at;
  finished_call call;
};

// An availability and, beside it, all that it was told.
class random_month {
public:
  // `leap` is the most that the clock goes forward between two calls.
  void live(int calls, minutes leap) {
    for (; calls > 0; --calls) {
      if (any_of(0, 3) == 0)
        now_ += minutes{any_of<std::int64_t>(0, leap.count() + 1)};
      const finished_call call = any_call();
      subject_.add(call, now_);
      all_.push_back({now_, call});
    }
  }

  // Of those since `from`.
  success_count callers(minutes from) const {
    success_count out;
    for (const counted& c : all_) {
      if (c.at < from)
        continue;
      out.good += judge(c.call) == call_verdict::good ? 1 : 0;
      out.bad += judge(c.call) == call_verdict::bad ? 1 : 0;
    }
    return out;
  }

  availability& subject() { return subject_; }
  minutes now() const { return now_; }

private:
  availability subject_{providers, objective};
  std::vector<counted> all_;
  minutes now_ = noon;
};

minutes beginning(const availability_report& r, minutes now) {
  if (r.window == "30d")
    return std::chrono::floor<std::chrono::hours>(now) - 719h;
  return now - r.length + 1min;
}

} // namespace

TEST_CASE("each window holds exactly its calls", "[domain][availability]") {
  rc::prop("whatever comes", [] {
    random_month month;
    month.live(any_of(0, 150), minutes{any_of(1, 3'000)});
    for (const auto& r : month.subject().report(month.now())) {
      const auto expected = month.callers(beginning(r, month.now()));
      RC_ASSERT(r.counts.callers == expected);
      RC_ASSERT(r.burn_rate.has_value() == (expected.total() > 0));
    }
  });
}

TEST_CASE("the budget that is left goes with the bad calls",
          "[domain][availability]") {
  rc::prop("whatever comes", [] {
    random_month month;
    month.live(any_of(0, 100), 100min);
    const auto all = month.callers(noon);
    const double left = month.subject().budget_left(month.now());
    const auto allowed = static_cast<double>(all.total()) * (1 - objective);
    const auto bad = static_cast<double>(all.bad);
    RC_ASSERT(left <= 1.0);
    RC_ASSERT((left == 1.0) == (all.bad == 0));
    RC_ASSERT(left * allowed == Approx(allowed - bad).margin(1e-6));
  });
}

TEST_CASE("shorter windows hold no more than longer ones",
          "[domain][availability]") {
  rc::prop("whatever comes", [] {
    random_month month;
    month.live(any_of(0, 150), 200min);
    availability_counts last;
    for (const auto& r : month.subject().report(month.now())) {
      RC_ASSERT(r.counts.callers.good >= last.callers.good);
      RC_ASSERT(r.counts.callers.bad >= last.callers.bad);
      RC_ASSERT(r.counts.saved >= last.saved);
      RC_ASSERT(r.counts.saved <= r.counts.callers.good);
      RC_ASSERT(r.counts.providers.size() == providers);
      last = r.counts;
    }
  });
}

TEST_CASE("what is remembered can be recalled", "[domain][availability]") {
  rc::prop("whatever came", [] {
    random_month month;
    month.live(any_of(0, 150), 2'000min);
    auto hours = month.subject().remember(month.now());
    RC_ASSERT(std::ranges::is_sorted(hours, {}, &availability_hour::hour));
    availability successor{providers, objective};
    if (any_of(0, 2) == 0)
      std::ranges::reverse(hours);
    successor.recall(hours, month.now());
    RC_ASSERT(successor.remember(month.now())
              == month.subject().remember(month.now()));
    RC_ASSERT(successor.budget_left(month.now())
              == month.subject().budget_left(month.now()));
  });
}

TEST_CASE("no call is lost and no slice too many kept while the clock jumps",
          "[domain][availability]") {
  rc::prop("back and forward", [] {
    availability subject{providers, objective};
    finished_call call;
    call.status = 200;
    minutes now = noon;
    minutes newest = noon;
    subject.add(call, now);
    const auto most = any_of<std::uint64_t>(2, 100);
    for (std::uint64_t calls = 2; calls <= most; ++calls) {
      now += minutes{any_of(-1'000, 1'200)};
      newest = std::max(newest, now);
      subject.add(call, now);
      const auto all = subject.report(now);
      RC_ASSERT(all.front().counts.callers.good >= 1U);
      RC_ASSERT(all.back().counts.callers.good <= calls);
      if (newest - noon < 719h)
        RC_ASSERT(all.back().counts.callers.good == calls);
      RC_ASSERT(subject.slices() <= 2 * calls);
      RC_ASSERT(subject.remember(now).size() <= 720U);
      RC_ASSERT(subject.report(newest).front().counts == all.front().counts);
    }
  });
}

TEST_CASE("thirty-five days of calls stay bounded", "[domain][availability]") {
  availability subject{providers, 0.999};
  finished_call good;
  good.status = 200;
  good.answered_by = 1;
  constexpr minutes end = noon + 24h * 35;
  for (minutes now = noon; now < end; now += 1min)
    subject.add(good, now);
  constexpr minutes last = end - 1min;
  CHECK(subject.slices() == 360 + 720);
  const auto all = subject.report(last);
  CHECK(all[0].counts.callers.good == 5);
  CHECK(all[1].counts.callers.good == 60);
  CHECK(all[2].counts.callers.good == 360);
  CHECK(all[3].counts.callers.good == 720 * 60);
  CHECK(all[3].counts.providers[1].good == 720 * 60);
  const auto hours = subject.remember(last);
  REQUIRE(hours.size() == 720);
  CHECK(hours.back().hour - hours.front().hour == 719);
  // With the clock back, all that is still there is told.
  CHECK(subject.report(noon)[2].counts.callers.good == 360);
  CHECK(subject.report(noon)[3].counts.callers.good == 720 * 60);
}

} // namespace bellwether::domain
