#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace bellwether::sinks {

/// A rule of a sink: what it takes at a place of a message, and what it
/// refuses there. A null takes the member away.
struct rule {
  std::string at; ///< a JSON pointer
  nlohmann::json good;
  nlohmann::json bad;
};

/// So many characters of two bytes each: limits are not of bytes.
std::string letters(std::size_t count);

/// A list with so many times the same.
nlohmann::json times(std::size_t count, const nlohmann::json& one);

/// Posts `message` to new names below `path` with each rule's good value,
/// which must be accepted without an objection, and with its bad one, which
/// must be refused with `status` and an objection.
void check_rules(const std::string& path, const nlohmann::json& message,
                 const std::vector<rule>& rules, int status = 400);

} // namespace bellwether::sinks
