#include "domain/latency_window.hpp"

#include "domain/quantile.hpp"

namespace bellwether::domain {

latency_window::latency_window(std::chrono::milliseconds age) : age_{age} {}

void latency_window::add(nanoseconds latency, time_point now) {
  if (samples_.size() < most_samples) {
    samples_.push_back({now, latency});
    return;
  }
  samples_[next_] = {now, latency};
  next_ = (next_ + 1) % most_samples;
}

std::optional<std::chrono::nanoseconds> latency_window::quantile(
    double q, time_point now) const {
  auto young = samples(now);
  if (young.size() < least_samples)
    return std::nullopt;
  return domain::quantile(young, q);
}

std::size_t latency_window::size(time_point now) const {
  return samples(now).size();
}

std::vector<std::chrono::nanoseconds> latency_window::samples(
    time_point now) const {
  std::vector<nanoseconds> out;
  out.reserve(samples_.size());
  for (std::size_t i = 0; i < samples_.size(); ++i) {
    const sample& s = samples_[(next_ + i) % samples_.size()];
    if (now - s.when <= age_)
      out.push_back(s.latency);
  }
  return out;
}

} // namespace bellwether::domain
