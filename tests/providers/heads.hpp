#pragma once

#include "providers/codec.hpp"

#include <cctype>
#include <map>
#include <string>

namespace bellwether::providers::test {

using header_map = std::map<std::string, std::string>;

/// An answer's head over a map with lower-case names.
inline answer_head head_of(int status, header_map headers = {}) {
  return {status,
          [headers =
               std::move(headers)](std::string_view name) -> std::string_view {
            std::string low(name);
            for (char& c : low)
              c = static_cast<char>(std::tolower(c));
            const auto hit = headers.find(low);
            return hit == headers.end() ? std::string_view{} : hit->second;
          }};
}

} // namespace bellwether::providers::test
