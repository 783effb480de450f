#include "settings/sections.hpp"

#include <algorithm>

namespace bellwether::settings {

namespace {

constexpr std::size_t max_name_bytes = 128;

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
         || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

} // namespace

std::string name_error(std::string_view name, std::string_view also) {
  const bool plain = std::all_of(name.begin(), name.end(), [also](char c) {
    return is_plain(c) || also.find(c) != std::string_view::npos;
  });
  if (plain && !name.empty() && name.size() <= max_name_bytes)
    return "";
  std::string allowed = "letters, digits, . _ -";
  for (const char c : also)
    allowed.append(1, ' ').append(1, c);
  return "must be a name of 1 to 128 characters out of " + allowed;
}

} // namespace bellwether::settings
