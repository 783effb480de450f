#pragma once

#include "domain/money.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace bellwether::domain {

/// The sum, or the end of the range that it would pass.
constexpr money add_within_range(money a, money b) {
  using limits = std::numeric_limits<std::int64_t>;
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a.nanos(), b.nanos(), &sum))
    return money::nanos(b < money{} ? limits::min() : limits::max());
  return money::nanos(sum);
}

/// The difference, or the end of the range that it would pass.
constexpr money subtract_within_range(money a, money b) {
  using limits = std::numeric_limits<std::int64_t>;
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(a.nanos(), b.nanos(), &difference))
    return money::nanos(b < money{} ? limits::max() : limits::min());
  return money::nanos(difference);
}

/// `amount` times `part` / `whole`, rounded up, at most the largest amount.
/// None of them is negative, and `whole` is not 0.
constexpr money share_of(money amount, std::int64_t part, std::int64_t whole) {
  __extension__ using wide = __int128;
  const wide most = std::numeric_limits<std::int64_t>::max();
  const wide share =
      (static_cast<wide>(amount.nanos()) * part + whole - 1) / whole;
  return money::nanos(static_cast<std::int64_t>(std::min(share, most)));
}

/// How many whole `parts`-ths of `whole` are in `amount`. None of them is
/// negative, and `whole` is not 0.
constexpr std::int64_t whole_parts(money amount, std::int64_t parts,
                                   money whole) {
  __extension__ using wide = __int128;
  const wide most = std::numeric_limits<std::int64_t>::max();
  const wide found = static_cast<wide>(amount.nanos()) * parts / whole.nanos();
  return static_cast<std::int64_t>(std::min(found, most));
}

/// `amount`, or nothing if it is below that.
constexpr money not_negative(money amount) {
  return std::max(amount, money{});
}

} // namespace bellwether::domain
