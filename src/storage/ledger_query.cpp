#include "storage/ledger_query.hpp"

#include <array>
#include <utility>

namespace bellwether::storage {

namespace {

constexpr std::array<std::pair<dimension, std::string_view>, 8> texts{{
    {dimension::day, "day"},
    {dimension::hour, "hour"},
    {dimension::month, "month"},
    {dimension::key, "key"},
    {dimension::team, "team"},
    {dimension::route, "route"},
    {dimension::provider, "provider"},
    {dimension::model, "model"},
}};

} // namespace

std::string_view to_string(dimension d) {
  for (const auto& [value, text] : texts)
    if (value == d)
      return text;
  return "unknown";
}

std::optional<dimension> parse_dimension(std::string_view text) {
  for (const auto& [value, name] : texts)
    if (name == text)
      return value;
  return std::nullopt;
}

} // namespace bellwether::storage
