#include "domain/latency_window.hpp"

#include "domain/any.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <rapidcheck/catch.h>

namespace bellwether::domain {

using namespace std::chrono_literals;

namespace {

constexpr latency_window::time_point start{1000s};

// 1 ms, 2 ms, ... in an order of its own.
latency_window counted(int samples) {
  latency_window out;
  for (int i = 0; i < samples; ++i)
    out.add((i * 7 % samples + 1) * 1ms, start);
  return out;
}

} // namespace

TEST_CASE("too few latencies have no quantile", "[domain][latency]") {
  CHECK_FALSE(latency_window{}.quantile(0.5, start));
  CHECK_FALSE(counted(19).quantile(0.5, start));
  CHECK(counted(20).quantile(0.5, start) == 10ms);
}

TEST_CASE("a quantile is not below its share of the latencies",
          "[domain][latency]") {
  const latency_window subject = counted(100);
  CHECK(subject.quantile(0.0, start) == 1ms);
  CHECK(subject.quantile(0.001, start) == 1ms);
  CHECK(subject.quantile(0.07, start) == 7ms);
  CHECK(subject.quantile(0.071, start) == 8ms);
  CHECK(subject.quantile(0.5, start) == 50ms);
  CHECK(subject.quantile(0.95, start) == 95ms);
  CHECK(subject.quantile(0.99, start) == 99ms);
  CHECK(subject.quantile(1.0, start) == 100ms);
}

TEST_CASE("old latencies are left out", "[domain][latency]") {
  latency_window subject{60s};
  for (int i = 0; i < 20; ++i)
    subject.add(1s, start);
  for (int i = 0; i < 20; ++i)
    subject.add(1ms, start + 30s);
  CHECK(subject.size(start + 60s) == 40);
  CHECK(subject.quantile(1.0, start + 60s) == 1s);
  CHECK(subject.size(start + 60s + 1ns) == 20);
  CHECK(subject.quantile(1.0, start + 60s + 1ns) == 1ms);
  CHECK(subject.size(start + 91s) == 0);
  CHECK_FALSE(subject.quantile(1.0, start + 91s));
}

TEST_CASE("latencies count for ten minutes if nothing else is said",
          "[domain][latency]") {
  const latency_window subject = counted(30);
  CHECK(subject.size(start + 10min) == 30);
  CHECK(subject.size(start + 10min + 1ns) == 0);
}

TEST_CASE("a successor gets the same quantiles", "[domain][latency]") {
  const latency_window subject = counted(101);
  latency_window successor;
  for (const auto latency : subject.samples(start))
    successor.add(latency, start + 1h);
  for (const double q : {0.0, 0.5, 0.95, 1.0})
    CHECK(successor.quantile(q, start + 1h) == subject.quantile(q, start));
}

TEST_CASE("a window keeps the newest latencies, oldest first",
          "[domain][latency]") {
  rc::prop("whatever comes", [] {
    struct seen {
      latency_window::time_point when;
      std::chrono::nanoseconds latency;
    };
    latency_window subject{10s};
    std::vector<seen> all;
    auto now = start;
    for (int n = any_of(0, 700); n > 0; --n) {
      now += std::chrono::milliseconds{any_of(0, 100)};
      all.push_back({now, std::chrono::nanoseconds{any_of(0, 1'000)}});
      subject.add(all.back().latency, now);
    }
    now += std::chrono::milliseconds{any_of(0, 5'000)};
    if (all.size() > latency_window::most_samples)
      all.erase(all.begin(), all.end() - latency_window::most_samples);
    std::erase_if(all, [&](const seen& s) { return now - s.when > 10s; });
    std::vector<std::chrono::nanoseconds> kept;
    for (const seen& s : all)
      kept.push_back(s.latency);
    RC_ASSERT(subject.samples(now) == kept);
    RC_ASSERT(subject.size(now) == kept.size());

    const int percent = any_of(0, 101);
    const auto found = subject.quantile(percent / 100.0, now);
    RC_ASSERT(found.has_value() == (kept.size() >= 20));
    if (!found)
      return;
    const auto within = [&](auto fits) {
      return static_cast<int>(std::ranges::count_if(kept, fits)) * 100;
    };
    const int share = percent * static_cast<int>(kept.size());
    RC_ASSERT(within([&](auto l) { return l <= *found; }) >= share);
    if (percent > 0)
      RC_ASSERT(within([&](auto l) { return l < *found; }) < share);
  });
}

} // namespace bellwether::domain
