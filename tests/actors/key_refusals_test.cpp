#include "actors/key_refusals.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>

namespace bellwether::actors {

namespace {

using namespace std::chrono_literals;

constexpr key_refusals::time_point start{1h};

std::uint64_t count_of(const key_refusals& all, const std::string& key,
                       key_refusals::time_point now) {
  const auto found = all.last_minute(now);
  const auto one =
      std::ranges::find(found, key, &domain::alert_facts::key_refusals::key);
  return one == found.end() ? 0 : one->count;
}

} // namespace

TEST_CASE("refusals count for a minute", "[shared][keys]") {
  key_refusals all;
  CHECK(all.last_minute(start).empty());
  for (int i = 0; i < 90; ++i)
    all.count("web", start + std::chrono::seconds{i});
  CHECK(count_of(all, "web", start + 89s) == 60);
  CHECK(count_of(all, "web", start + 119s) == 30);
  CHECK(count_of(all, "web", start + 10min) == 0);
  CHECK(all.last_minute(start + 10min).empty());
}

TEST_CASE("keys are counted apart, unknown ones together", "[shared][keys]") {
  key_refusals all;
  all.count("web", start);
  all.count("", start);
  all.count("", start);
  CHECK(count_of(all, "web", start) == 1);
  CHECK(count_of(all, "", start) == 2);
}

TEST_CASE("a clock that goes back counts on", "[shared][keys]") {
  key_refusals all;
  all.count("web", start + 10s);
  all.count("web", start);
  CHECK(count_of(all, "web", start + 10s) == 2);
}

} // namespace bellwether::actors
