#include "domain/retry_budget.hpp"

#include "domain/any.hpp"

#include <catch2/catch.hpp>

#include <rapidcheck/catch.h>

namespace bellwether::domain {

using namespace std::chrono_literals;

namespace {

constexpr retry_budget::time_point start{1000s};

int take_all(retry_budget& from, retry_budget::time_point now) {
  int taken = 0;
  while (taken < 10'000 && from.take(now))
    ++taken;
  return taken;
}

// A budget under random load, with its books kept from outside.
class random_run {
public:
  void step() {
    now_ += std::chrono::milliseconds{any_of(0, 400)};
    for (int n = any_of(0, 5); n > 0; --n, ++requests_)
      subject_.request();
    for (int n = any_of(0, 5); n > 0; --n)
      take();
  }

  bool take() {
    const bool taken = subject_.take(now_);
    taken_ += taken ? 1 : 0;
    refused_ += taken ? 0 : 1;
    return taken;
  }

  // What has come in, as if nothing ever ran over.
  double income() const {
    const std::chrono::duration<double> elapsed = now_ - start;
    return 10.0 + share_ * requests_ + per_second_ * elapsed.count();
  }

  int taken() const { return taken_; }
  bool refusals_told() const { return subject_.refused() == refused_; }

private:
  double share_ = any_of(0, 101) / 100.0;
  double per_second_ = any_of(0, 500) / 100.0;
  retry_budget subject_{share_, per_second_};
  retry_budget::time_point now_ = start;
  int requests_ = 0;
  int taken_ = 0;
  std::uint64_t refused_ = 0;
};

} // namespace

TEST_CASE("a budget begins with a few retries", "[domain][retry]") {
  retry_budget subject{0.2};
  CHECK(take_all(subject, start) == 10);
  CHECK(subject.refused() == 1);
  CHECK_FALSE(subject.take(start));
  CHECK(subject.refused() == 2);
}

TEST_CASE("each request puts in its share of a retry", "[domain][retry]") {
  retry_budget subject{0.1, 0.0};
  take_all(subject, start);
  for (int i = 0; i < 9; ++i)
    subject.request();
  CHECK_FALSE(subject.take(start));
  subject.request();
  CHECK(subject.take(start));
  CHECK_FALSE(subject.take(start));
}

TEST_CASE("a few retries a second are always there", "[domain][retry]") {
  retry_budget subject{0.0, 2.0};
  take_all(subject, start);
  for (int i = 0; i < 100; ++i)
    subject.request();
  CHECK_FALSE(subject.take(start + 499ms));
  CHECK(subject.take(start + 500ms));
  CHECK_FALSE(subject.take(start + 500ms));
  CHECK(take_all(subject, start + 5'500ms) == 10);
}

TEST_CASE("no more than a hundred retries are kept", "[domain][retry]") {
  SECTION("of requests") {
    retry_budget subject{1.0, 0.0};
    for (int i = 0; i < 1'000; ++i)
      subject.request();
    CHECK(take_all(subject, start) == 100);
  }
  SECTION("of time") {
    retry_budget subject{0.0, 2.0};
    take_all(subject, start);
    CHECK(take_all(subject, start + 24h) == 100);
  }
}

TEST_CASE("a clock that runs back takes nothing away", "[domain][retry]") {
  retry_budget subject{0.0, 2.0};
  CHECK(subject.take(start));
  CHECK(take_all(subject, start - 1h) == 9);
}

TEST_CASE("a clock that stands or runs back brings nothing",
          "[domain][retry]") {
  retry_budget subject{0.0, 2.0};
  take_all(subject, start);
  CHECK_FALSE(subject.take(start));
  CHECK_FALSE(subject.take(start - 1h));
  CHECK_FALSE(subject.take(start + 499ms));
}

TEST_CASE("retries are a share of requests and a few a second",
          "[domain][retry]") {
  rc::prop("over any run", [] {
    random_run run;
    run.take(); // time counts from the first one on
    for (int steps = any_of(1, 300); steps > 0; --steps) {
      run.step();
      RC_ASSERT(run.taken() <= run.income() + 0.001);
      RC_ASSERT(run.refusals_told());
    }
  });
}

TEST_CASE("a retry is refused only when all are taken", "[domain][retry]") {
  rc::prop("until more came in than is kept", [] {
    random_run run;
    run.take();
    while (run.income() < 100.0 && any_of(0, 50) > 0) {
      run.step();
      const bool left = run.taken() + 1.0 <= run.income() - 0.001;
      if (run.income() < 100.0 && left)
        RC_ASSERT(run.take());
    }
  });
}

} // namespace bellwether::domain
