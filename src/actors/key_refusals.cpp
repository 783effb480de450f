#include "actors/key_refusals.hpp"

namespace bellwether::actors {

namespace {

constexpr std::int64_t window = 60;

std::int64_t second_of(key_refusals::time_point t) {
  return std::chrono::floor<std::chrono::seconds>(t.time_since_epoch()).count();
}

} // namespace

void key_refusals::count(const std::string& key, time_point now) {
  const auto number = second_of(now);
  const std::lock_guard lock{mutex_};
  auto& seconds = seconds_[key];
  if (seconds.empty() || seconds.back().number < number)
    seconds.push_back({number, 0});
  ++seconds.back().count;
  while (seconds.front().number <= number - window)
    seconds.pop_front();
}

std::vector<domain::alert_facts::key_refusals> key_refusals::last_minute(
    time_point now) const {
  const auto oldest = second_of(now) - window + 1;
  std::vector<domain::alert_facts::key_refusals> out;
  const std::lock_guard lock{mutex_};
  for (const auto& [key, seconds] : seconds_) {
    std::uint64_t sum = 0;
    for (const auto& each : seconds)
      sum += each.number >= oldest ? each.count : 0;
    if (sum > 0)
      out.push_back({key, sum});
  }
  return out;
}

} // namespace bellwether::actors
