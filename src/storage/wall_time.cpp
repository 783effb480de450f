#include "storage/wall_time.hpp"

#include <algorithm>
#include <chrono>

namespace bellwether::storage {

namespace {

using std::chrono::floor;
using std::chrono::milliseconds;

constexpr milliseconds century = std::chrono::hours{24 * 36'525};

milliseconds bounded(milliseconds from_now) {
  return std::clamp(from_now, -century, century);
}

} // namespace

wall_time to_wall(domain::time_point at, const moment& now) {
  return floor<milliseconds>(now.wall)
         + bounded(floor<milliseconds>(at) - floor<milliseconds>(now.steady));
}

domain::time_point to_steady(wall_time at, const moment& now) {
  return floor<milliseconds>(now.steady)
         + bounded(at - floor<milliseconds>(now.wall));
}

} // namespace bellwether::storage
