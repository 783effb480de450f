#include "domain/output_lengths.hpp"

#include "domain/quantile.hpp"

#include <algorithm>

namespace bellwether::domain {

namespace {

// Looking for the quantile costs more than all else: not at each sample.
constexpr std::size_t between_looks = 16;
constexpr double expected_share = 0.95;

} // namespace

void output_lengths::add(const std::string& route, std::size_t deployment,
                         std::int64_t tokens) {
  samples& s = samples_[route][deployment];
  const std::int64_t length = std::max<std::int64_t>(tokens, 0);
  if (s.last.size() < most_samples)
    s.last.push_back(length);
  else
    s.last[s.next] = length;
  s.next = (s.next + 1) % most_samples;
  const bool first = s.last.size() == least_samples;
  const bool due = s.last.size() > least_samples && s.next % between_looks == 0;
  if (!first && !due)
    return;
  auto sorted = s.last;
  s.p95 = quantile(sorted, expected_share);
}

std::int64_t output_lengths::expect(const std::string& route,
                                    std::size_t deployment,
                                    std::optional<std::int64_t> asked,
                                    std::int64_t bound) const {
  const auto known = learned(route, deployment);
  const std::int64_t usual = known ? *known : asked.value_or(usual_most);
  const std::int64_t most = std::min(asked.value_or(bound), bound);
  return std::max<std::int64_t>(std::min(usual, most), 0);
}

std::optional<std::int64_t> output_lengths::learned(
    const std::string& route, std::size_t deployment) const {
  const auto of_route = samples_.find(route);
  if (of_route == samples_.end())
    return std::nullopt;
  const auto found = of_route->second.find(deployment);
  if (found == of_route->second.end()
      || found->second.last.size() < least_samples)
    return std::nullopt;
  return found->second.p95;
}

} // namespace bellwether::domain
