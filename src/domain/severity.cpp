#include "domain/severity.hpp"

#include <array>

namespace bellwether::domain {

namespace {

constexpr std::array<std::string_view, 4> names{"info", "warning", "error",
                                                "critical"};

} // namespace

std::string_view to_string(severity s) {
  return names.at(static_cast<std::size_t>(s));
}

std::optional<severity> parse_severity(std::string_view text) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names.at(i) == text)
      return static_cast<severity>(i);
  return std::nullopt;
}

} // namespace bellwether::domain
