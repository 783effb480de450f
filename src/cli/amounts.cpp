#include "cli/amounts.hpp"

#include "settings/text_table.hpp"

#include <spdlog/fmt/fmt.h>

#include <charconv>
#include <cstdint>

namespace bellwether::cli {

using domain::money;

namespace {

constexpr std::size_t nano_decimals = 9;
constexpr std::int64_t dollar = 1'000'000'000;

std::int64_t power_of_ten(int exponent) {
  std::int64_t out = 1;
  for (; exponent > 0; --exponent)
    out *= 10;
  return out;
}

} // namespace

money read_amount(std::string_view text) {
  const auto point = text.find('.');
  if (point == text.npos || text.size() != point + 1 + nano_decimals)
    return {};
  std::string digits{text.substr(0, point)};
  digits += text.substr(point + 1);
  std::int64_t nanos = 0;
  const auto* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, nanos);
  return error == std::errc{} && stop == end ? money::nanos(nanos) : money{};
}

int decimals_for(money total) {
  const auto magnitude = total.nanos() < 0 ? -total.nanos() : total.nanos();
  if (magnitude >= 100 * dollar)
    return 2;
  return magnitude >= dollar ? 4 : 6;
}

std::string dollars_text(money amount, int decimals) {
  const bool negative = amount.nanos() < 0;
  const auto exact = negative ? -amount.nanos() : amount.nanos();
  const auto unit = power_of_ten(static_cast<int>(nano_decimals) - decimals);
  const auto rounded = (exact + unit / 2) / unit;
  const auto scale = power_of_ten(decimals);
  const auto sign = negative ? "-" : "";
  if (rounded == 0 && exact > 0)
    return fmt::format("{}<${:.{}f}", sign, 1.0 / static_cast<double>(scale),
                       decimals);
  return fmt::format("{}${}.{:0{}}", sign,
                     settings::with_commas(rounded / scale), rounded % scale,
                     decimals);
}

std::string percent_text(money part, money whole) {
  if (whole.nanos() <= 0)
    return "-";
  return fmt::format("{:.1f} %", 100.0 * static_cast<double>(part.nanos())
                                     / static_cast<double>(whole.nanos()));
}

} // namespace bellwether::cli
