#include "providers/header_value.hpp"

#include <charconv>

namespace bellwether::providers {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::int64_t> read_count(std::string_view text) {
  text = trimmed(text);
  std::int64_t count = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc{} || stop != end || text.front() == '-')
    return std::nullopt;
  return count;
}

} // namespace bellwether::providers
