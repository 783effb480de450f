#include "domain/failure_window.hpp"

#include <algorithm>

namespace bellwether::domain {

namespace {

constexpr std::chrono::nanoseconds shortest_slice{1};

} // namespace

failure_window::failure_window(std::chrono::milliseconds length)
    : slice_length_{std::max<std::chrono::nanoseconds>(
        std::chrono::nanoseconds{length} / slices, shortest_slice)} {}

void failure_window::add(time_point now, bool failed) {
  const std::int64_t number = number_at(now);
  slice& s = slices_[static_cast<std::size_t>(number) % slices];
  if (s.number != number)
    s = {number, 0, 0};
  ++s.all;
  s.failed += failed ? 1 : 0;
}

void failure_window::clear() {
  slices_.fill({});
}

std::uint64_t failure_window::volume(time_point now) const {
  std::uint64_t sum = 0;
  for (const slice& s : slices_)
    sum += current(s, now) ? s.all : 0;
  return sum;
}

std::uint64_t failure_window::failures(time_point now) const {
  std::uint64_t sum = 0;
  for (const slice& s : slices_)
    sum += current(s, now) ? s.failed : 0;
  return sum;
}

double failure_window::share(time_point now) const {
  const std::uint64_t all = volume(now);
  return all == 0
             ? 0.0
             : static_cast<double>(failures(now)) / static_cast<double>(all);
}

std::int64_t failure_window::number_at(time_point t) const {
  return t.time_since_epoch() / slice_length_;
}

bool failure_window::current(const slice& s, time_point now) const {
  return number_at(now) - s.number < static_cast<std::int64_t>(slices);
}

} // namespace bellwether::domain
