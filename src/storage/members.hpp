#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>
#include <string>

namespace bellwether::storage {

/// The member, or nothing if it is not there.
inline const nlohmann::json* member(const nlohmann::json& of,
                                    const char* field) {
  const auto found = of.find(field);
  return found == of.end() ? nullptr : &*found;
}

/// Takes the member up if it is there. Whether it is a whole number up to
/// `most`, or not there.
template <class Number>
bool read_number(const nlohmann::json& from, const char* field, Number& to,
                 std::uint64_t most = std::numeric_limits<Number>::max()) {
  const auto* found = member(from, field);
  if (found == nullptr)
    return true;
  if (!found->is_number_unsigned() || found->get<std::uint64_t>() > most)
    return false;
  to = found->get<Number>();
  return true;
}

/// The same for a string.
inline bool read_text(const nlohmann::json& from, const char* field,
                      std::string& to) {
  const auto* found = member(from, field);
  if (found == nullptr)
    return true;
  if (!found->is_string())
    return false;
  to = found->get_ref<const std::string&>();
  return true;
}

} // namespace bellwether::storage
