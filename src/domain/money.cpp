#include "domain/money.hpp"

#include <cmath>
#include <limits>
#include <string>

namespace bellwether::domain {

money money::usd(double usd) {
  using limits = std::numeric_limits<std::int64_t>;
  const double scaled = usd * 1e9;
  if (std::isnan(scaled))
    return money{0};
  // 2^63 is a double, the largest int64 is not: compare against the former.
  if (scaled >= 0x1p63)
    return money{limits::max()};
  if (scaled < -0x1p63)
    return money{limits::min()};
  return money{std::llround(scaled)};
}

std::string to_string(money amount) {
  constexpr std::uint64_t unit = 1'000'000'000;
  const bool negative = amount.nanos() < 0;
  const auto bits = static_cast<std::uint64_t>(amount.nanos());
  const std::uint64_t magnitude = negative ? 0 - bits : bits;
  const std::string decimals = std::to_string(magnitude % unit);
  std::string out = negative ? "-" : "";
  out += std::to_string(magnitude / unit);
  out += '.';
  out.append(9 - decimals.size(), '0');
  out += decimals;
  return out;
}

} // namespace bellwether::domain
