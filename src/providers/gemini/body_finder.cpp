#include "providers/gemini/body_finder.hpp"

#include <algorithm>

namespace bellwether::providers::gemini {

std::size_t body_finder::find(std::string_view bytes) {
  // With the bytes of a byte order mark.
  constexpr std::string_view blanks = " \t\r\n\xEF\xBB\xBF";
  constexpr std::string_view openings = "{[<";
  constexpr std::string_view line_ends = "\r\n";
  for (std::size_t at = 0; at < bytes.size();) {
    if (line_start_) {
      at = std::min(bytes.find_first_not_of(blanks, at), bytes.size());
      if (at == bytes.size() || openings.find(bytes[at]) != openings.npos)
        return at;
      line_start_ = false;
    }
    at = std::min(bytes.find_first_of(line_ends, at), bytes.size());
    line_start_ = at < bytes.size();
  }
  return bytes.size();
}

} // namespace bellwether::providers::gemini
