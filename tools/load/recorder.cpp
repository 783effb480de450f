#include "load/recorder.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bellwether::load {

namespace {

constexpr std::size_t most_values = 20'000'000;
constexpr std::size_t most_labels = 100;

void keep(std::vector<std::int32_t>& values, std::chrono::microseconds v) {
  using limits = std::numeric_limits<std::int32_t>;
  if (values.size() < most_values) {
    values.push_back(static_cast<std::int32_t>(
        std::clamp<std::int64_t>(v.count(), limits::min(), limits::max())));
  }
}

/// The key to count `label` under: there are never more than most_labels.
template <typename Map>
auto& slot(Map& counts, const std::string& label) {
  const bool full =
      counts.size() >= most_labels && counts.find(label) == counts.end();
  return counts[full ? std::string{"(others)"} : label];
}

} // namespace

quantiles quantiles_of(std::vector<std::int32_t>& values) {
  if (values.empty()) {
    return {};
  }
  std::ranges::sort(values);
  const auto at = [&](double q) {
    const auto rank = std::ceil(q * static_cast<double>(values.size()));
    return std::int64_t{values[static_cast<std::size_t>(rank) - 1]};
  };
  return {at(0.5), at(0.9), at(0.99), at(0.999), std::int64_t{values.back()}};
}

void recorder::add(const outcome& o) {
  ++sent;
  if (o.failure.empty()) {
    ++succeeded;
    keep(latencies, o.latency);
  } else {
    auto& f = slot(failures, o.failure);
    if (++f.count == 1) {
      f.sample = o.sample;
    }
  }
  if (o.status != 0) {
    ++statuses[o.status];
  }
  if (!o.provider.empty()) {
    ++slot(providers, o.provider);
  }
  if (!o.attempts.empty()) {
    ++slot(attempts, o.attempts);
  }
  streams += o.stream ? 1 : 0;
  streams_done += o.done ? 1 : 0;
  content_chunks += o.content;
}

void recorder::add_first_chunk(std::chrono::microseconds after) {
  keep(first_chunks, after);
}

void recorder::add_lateness(std::chrono::microseconds late) {
  keep(lateness, late);
}

} // namespace bellwether::load
