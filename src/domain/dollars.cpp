#include "domain/dollars.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace bellwether::domain {

namespace {

constexpr std::uint64_t dollar = 1'000'000'000;
constexpr std::uint64_t cent = dollar / 100;
constexpr std::size_t decimals_of_a_nano = 9;
constexpr std::size_t least_decimals = 2;

std::string with_commas(std::uint64_t number) {
  std::string out = std::to_string(number);
  for (std::size_t at = out.size(); at > 3; at -= 3)
    out.insert(at - 3, 1, ',');
  return out;
}

// Down to which part the digits count.
std::uint64_t precision(std::uint64_t magnitude) {
  std::uint64_t part = 1;
  while (part < cent && magnitude / part >= 1'000)
    part *= 10;
  return part;
}

} // namespace

std::string in_dollars(money amount) {
  const bool negative = amount.nanos() < 0;
  const auto bits = static_cast<std::uint64_t>(amount.nanos());
  const std::uint64_t exact = negative ? 0 - bits : bits;
  const std::uint64_t part = precision(exact);
  const std::uint64_t rounded = (exact + part / 2) / part * part;
  std::string decimals = std::to_string(rounded % dollar);
  decimals.insert(0, decimals_of_a_nano - decimals.size(), '0');
  decimals.resize(std::max(decimals.find_last_not_of('0') + 1, least_decimals));
  return (negative ? "-$" : "$") + with_commas(rounded / dollar) + '.'
         + decimals;
}

} // namespace bellwether::domain
