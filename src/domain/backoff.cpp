#include "domain/backoff.hpp"

#include "domain/part_of.hpp"

#include <algorithm>
#include <limits>

namespace bellwether::domain {

using std::chrono::milliseconds;

milliseconds backoff::ceiling(unsigned n) const {
  if (base <= milliseconds::zero() || cap <= milliseconds::zero())
    return milliseconds::zero();
  milliseconds bound = std::min(base, cap);
  for (unsigned i = 0; i < n && bound < cap; ++i)
    bound = bound > cap / 2 ? cap : bound * 2;
  return bound;
}

milliseconds backoff::wait(unsigned n, double chance) const {
  return part_of(ceiling(n), chance);
}

milliseconds backoff::hold(unsigned n, double chance) const {
  const milliseconds least = ceiling(0);
  const unsigned next = n < std::numeric_limits<unsigned>::max() ? n + 1 : n;
  return least + part_of(ceiling(next) - least, chance);
}

} // namespace bellwether::domain
