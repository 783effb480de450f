#include "settings/read_values.hpp"

#include <string>

namespace bellwether::settings {

void read_bounds(object_reader& section, std::string_view low,
                 std::string_view high, domain::backoff& out,
                 const range& allowed) {
  section.duration(low, out.base, allowed);
  section.duration(high, out.cap, allowed);
  if (out.base > out.cap)
    section.refuse(section.has(low) ? low : high,
                   std::string{low} + " is " + std::to_string(out.base.count())
                       + " ms, must not be above " + std::string{high} + ", "
                       + std::to_string(out.cap.count()) + " ms");
}

void read_share(object_reader& section, std::string_view key, double& out,
                std::int64_t least, std::int64_t most) {
  std::int64_t percent = 0;
  if (section.whole(key, percent, {least, most, "percent"}))
    out = static_cast<double>(percent) / 100;
}

} // namespace bellwether::settings
