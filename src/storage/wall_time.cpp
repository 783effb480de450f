#include "storage/wall_time.hpp"

#include <algorithm>

namespace bellwether::storage {

namespace {

using std::chrono::floor;
using std::chrono::milliseconds;

constexpr milliseconds century = std::chrono::hours{24 * 36'525};
constexpr std::string_view pattern = "0000-00-00T00:00:00.000Z";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void append(std::string& to, std::int64_t value, std::size_t width, char end) {
  const std::string digits = std::to_string(value);
  to.append(width - std::min(width, digits.size()), '0');
  to += digits;
  to += end;
}

bool fits_pattern(std::string_view text) {
  return std::equal(text.begin(), text.end(), pattern.begin(), pattern.end(),
                    [](char c, char expected) {
                      return is_digit(expected) ? is_digit(c) : c == expected;
                    });
}

int number(std::string_view digits) {
  int out = 0;
  for (const char c : digits)
    out = out * 10 + (c - '0');
  return out;
}

milliseconds bounded(milliseconds from_now) {
  return std::clamp(from_now, -century, century);
}

} // namespace

std::string write_wall_time(wall_time at) {
  const auto day = floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{at - day};
  std::string out;
  out.reserve(pattern.size());
  append(out, int{date.year()}, 4, '-');
  append(out, unsigned{date.month()}, 2, '-');
  append(out, unsigned{date.day()}, 2, 'T');
  append(out, time.hours().count(), 2, ':');
  append(out, time.minutes().count(), 2, ':');
  append(out, time.seconds().count(), 2, '.');
  append(out, time.subseconds().count(), 3, 'Z');
  return out;
}

std::optional<wall_time> read_wall_time(std::string_view text) {
  if (!fits_pattern(text))
    return {};
  const auto part = [&](std::size_t at, std::size_t width) {
    return number(text.substr(at, width));
  };
  const std::chrono::year_month_day date{
      std::chrono::year{part(0, 4)},
      std::chrono::month{static_cast<unsigned>(part(5, 2))},
      std::chrono::day{static_cast<unsigned>(part(8, 2))}};
  const int hour = part(11, 2);
  const int minute = part(14, 2);
  const int second = part(17, 2);
  if (!date.ok() || hour > 23 || minute > 59 || second > 59)
    return {};
  return std::chrono::sys_days{date} + std::chrono::hours{hour}
         + std::chrono::minutes{minute} + std::chrono::seconds{second}
         + milliseconds{part(20, 3)};
}

wall_time to_wall(domain::time_point at, const moment& now) {
  return floor<milliseconds>(now.wall)
         + bounded(floor<milliseconds>(at) - floor<milliseconds>(now.steady));
}

domain::time_point to_steady(wall_time at, const moment& now) {
  return floor<milliseconds>(now.steady)
         + bounded(at - floor<milliseconds>(now.wall));
}

} // namespace bellwether::storage
