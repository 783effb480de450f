#include "providers/timestamps.hpp"

#include "domain/rfc3339.hpp"
#include "providers/header_value.hpp"

#include <string>

namespace bellwether::providers {

std::optional<timestamp> read_http_date(std::string_view text) {
  static constexpr std::string_view months =
      "JanFebMarAprMayJunJulAugSepOctNovDec";
  text = trimmed(text);
  if (text.size() != 29 || text.substr(25) != " GMT")
    return std::nullopt;
  const auto month_at = months.find(text.substr(8, 3));
  if (month_at == months.npos || month_at % 3 != 0)
    return std::nullopt;
  // The same words in another order; who reads them checks them.
  std::string moment{text.substr(12, 4)};
  const std::string month = std::to_string(month_at / 3 + 1);
  moment.append(month.size() == 1 ? "-0" : "-").append(month);
  moment.append("-").append(text.substr(5, 2));
  moment.append("T").append(text.substr(17, 8)).append("Z");
  return domain::read_rfc3339(moment);
}

std::optional<timestamp> read_rfc3339(std::string_view text) {
  return domain::read_rfc3339_rounded_up(trimmed(text));
}

} // namespace bellwether::providers
