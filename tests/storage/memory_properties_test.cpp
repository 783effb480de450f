#include "domain/any.hpp"
#include "storage/sample.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <rapidcheck/catch.h>

namespace bellwether::storage {

using domain::any_of;
using std::chrono::milliseconds;

namespace {

std::string any_text() {
  return *rc::gen::container<std::string>(
      rc::gen::inRange<char>(0, std::numeric_limits<char>::max()));
}

// Up to a century from the sample's moment, or none.
domain::time_point any_time() {
  constexpr std::int64_t century = 3'155'760'000'000;
  if (*rc::gen::arbitrary<bool>())
    return {};
  return sample_moment().steady
         + milliseconds{any_of<std::int64_t>(-century, century)};
}

domain::health_memory any_health() {
  using domain::health_state;
  constexpr auto most = std::numeric_limits<unsigned>::max();
  domain::health_memory out;
  out.state = *rc::gen::element(
      health_state::closed, health_state::open, health_state::half_open,
      health_state::rate_limited, health_state::misconfigured);
  out.consecutive_failures = any_of(0U, most);
  out.consecutive_opens = any_of(0U, most);
  out.consecutive_rate_limits = any_of(0U, most);
  out.since = any_time();
  out.held_until = any_time();
  out.cause = any_text();
  return out;
}

std::vector<std::chrono::nanoseconds> any_latencies() {
  std::vector<std::chrono::nanoseconds> out;
  for (int i = any_of(0, 8); i > 0; --i)
    out.emplace_back(milliseconds{any_of(0, 600'000)});
  return out;
}

provider_memory any_provider() {
  provider_memory out;
  out.health = any_health();
  for (int i = any_of(0, 4); i > 0; --i)
    out.models[any_text()] = {any_health(), any_latencies(), any_latencies()};
  return out;
}

domain::success_count any_count() {
  constexpr auto most = std::uint64_t{1} << 53U;
  return {any_of<std::uint64_t>(0, most), any_of<std::uint64_t>(0, most)};
}

void add_hours(memory& to) {
  std::int64_t hour = sample_memory().hours.back().hour - 100;
  for (int i = any_of(0, 10); i > 0; --i) {
    hour += any_of(1, 10);
    domain::availability_hour next{hour, {any_count(), any_count().bad, {}}};
    for (std::size_t n = to.provider_order.size(); n > 0; --n)
      next.counts.providers.push_back(any_count());
    to.hours.push_back(next);
  }
}

memory any_memory() {
  memory out;
  for (int i = any_of(0, 4); i > 0; --i)
    out.providers[any_text()] = any_provider();
  for (int i = any_of(0, 4); i > 0; --i)
    out.provider_order.push_back(any_text());
  add_hours(out);
  return out;
}

} // namespace

TEST_CASE("any memory is read as it was written", "[storage][memory]") {
  rc::prop("to the millisecond", [] {
    const auto before = any_memory();
    const auto after = read_memory(write_memory(before, sample_moment()),
                                   sample_moment(), hour_old);
    RC_ASSERT(after.problem.empty());
    RC_ASSERT(after.what == before);
  });
}

TEST_CASE("any text is read without a fault", "[storage][memory][damage]") {
  rc::prop("and what was taken from it can be kept", [] {
    auto text = write_memory(any_memory(), sample_moment());
    for (int i = any_of(1, 6); i > 0; --i)
      text[any_of<std::size_t>(0, text.size())] =
          static_cast<char>(any_of(-128, 128));
    const auto read = read_memory(text, sample_moment(), hour_old);
    const auto again = read_memory(write_memory(read.what, sample_moment()),
                                   sample_moment(), hour_old);
    RC_ASSERT(again.problem.empty());
    RC_ASSERT(again.what == read.what);
  });
}

} // namespace bellwether::storage
