#pragma once

#include "providers/json_dom.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bellwether::providers {

/// A count of tokens as a provider reports it, nothing if it is no number. No
/// answer has a billion; more would only overflow sums of money.
inline std::optional<std::int64_t> token_count(const dom::element& object,
                                               std::string_view name) {
  constexpr std::int64_t most = 1'000'000'000;
  const auto member = member_of(object, name);
  const auto number = member ? integer_of(*member) : std::nullopt;
  if (!number)
    return std::nullopt;
  return std::clamp<std::int64_t>(*number, 0, most);
}

} // namespace bellwether::providers
