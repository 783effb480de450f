#include "storage/text_limits.hpp"

namespace bellwether::storage {

namespace {

/// The position of the string's closing quote; `from` is after the opening one.
std::size_t end_of_string(std::string_view json, std::size_t from) {
  while (from < json.size() && json[from] != '"')
    from += json[from] == '\\' ? 2 : 1;
  return from;
}

} // namespace

bool nests_deeper(std::string_view json, std::size_t most) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '"')
      i = end_of_string(json, i + 1);
    else if (c == '[' || c == '{')
      ++depth;
    else if ((c == ']' || c == '}') && depth > 0)
      --depth;
    if (depth > most)
      return true;
  }
  return false;
}

} // namespace bellwether::storage
