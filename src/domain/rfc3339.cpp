#include "domain/rfc3339.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace bellwether::domain {

namespace {

using namespace std::chrono;

constexpr std::string_view pattern = "0000-00-00T00:00:00.000Z";
constexpr std::size_t up_to_seconds = 19; ///< of the pattern
constexpr std::size_t fraction_digits = 3;

constexpr wall_time first_moment = sys_days{year{0} / January / 1};
constexpr wall_time last_moment =
    wall_time{sys_days{year{10'000} / January / 1}} - milliseconds{1};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void put(std::string& to, std::size_t at, std::size_t width,
         std::int64_t value) {
  for (std::size_t i = width; i > 0; --i, value /= 10)
    to[at + i - 1] = static_cast<char>('0' + value % 10);
}

// The digits at a place that the text reaches.
int number_at(std::string_view text, std::size_t at, std::size_t width) {
  int number = 0;
  for (const char c : text.substr(at, width))
    number = number * 10 + (c - '0');
  return number;
}

// The text begins with "2026-11-22T12:00:00". RFC 3339 lets people write "t" or
// a space for the "T".
bool begins_as_moment(std::string_view text) {
  return text.size() > up_to_seconds
         && std::equal(text.begin(), text.begin() + up_to_seconds,
                       pattern.begin(), [](char c, char expected) {
                         if (expected == '0')
                           return is_digit(c);
                         return c == expected
                                || (expected == 'T' && (c == 't' || c == ' '));
                       });
}

// Of a text that begins as a moment. A leap second is the next minute's first.
std::optional<wall_time> whole_seconds(std::string_view text) {
  const year_month_day date{year{number_at(text, 0, 4)},
                            month{static_cast<unsigned>(number_at(text, 5, 2))},
                            day{static_cast<unsigned>(number_at(text, 8, 2))}};
  const int hour = number_at(text, 11, 2);
  const int minute = number_at(text, 14, 2);
  const int second = number_at(text, 17, 2);
  if (!date.ok() || hour > 23 || minute > 59 || second > 60)
    return std::nullopt;
  return sys_days{date} + hours{hour} + minutes{minute} + seconds{second};
}

struct fraction {
  milliseconds whole{0};
  bool more = false; ///< it is finer than that
};

// ".25" taken off the front; no fraction is zero.
std::optional<fraction> take_fraction(std::string_view& text) {
  if (!text.starts_with('.'))
    return fraction{};
  text.remove_prefix(1);
  const auto end = std::ranges::find_if_not(text, is_digit);
  const auto digits =
      text.substr(0, static_cast<std::size_t>(end - text.begin()));
  if (digits.empty())
    return std::nullopt;
  text.remove_prefix(digits.size());
  std::string padded{digits.substr(0, fraction_digits)};
  padded.resize(fraction_digits, '0');
  const auto rest = digits.substr(std::min(digits.size(), fraction_digits));
  return fraction{milliseconds{number_at(padded, 0, fraction_digits)},
                  rest.find_first_not_of('0') != rest.npos};
}

// How far ahead of UTC "Z", "+01:00" or "-05:30" is.
std::optional<minutes> offset_of(std::string_view zone) {
  if (zone == "Z" || zone == "z")
    return minutes{0};
  constexpr std::string_view form = "+00:00";
  if (zone.size() != form.size() || (zone[0] != '+' && zone[0] != '-')
      || !std::equal(zone.begin() + 1, zone.end(), form.begin() + 1,
                     [](char c, char expected) {
                       return expected == '0' ? is_digit(c) : c == expected;
                     }))
    return std::nullopt;
  const int hour = number_at(zone, 1, 2);
  const int minute = number_at(zone, 4, 2);
  if (hour > 23 || minute > 59)
    return std::nullopt;
  const auto ahead = hours{hour} + minutes{minute};
  return zone[0] == '+' ? ahead : -ahead;
}

std::optional<wall_time> read(std::string_view text, milliseconds for_more) {
  if (!begins_as_moment(text))
    return std::nullopt;
  const auto whole = whole_seconds(text);
  text.remove_prefix(up_to_seconds);
  const auto part = take_fraction(text);
  const auto ahead = offset_of(text);
  if (!whole || !part || !ahead)
    return std::nullopt;
  return *whole + part->whole + (part->more ? for_more : milliseconds{0})
         - *ahead;
}

} // namespace

std::string write_rfc3339(wall_time at) {
  at = std::clamp(at, first_moment, last_moment);
  const auto midnight = floor<days>(at);
  const year_month_day date{midnight};
  const hh_mm_ss time{at - midnight};
  std::string out{pattern};
  put(out, 0, 4, int{date.year()});
  put(out, 5, 2, unsigned{date.month()});
  put(out, 8, 2, unsigned{date.day()});
  put(out, 11, 2, time.hours().count());
  put(out, 14, 2, time.minutes().count());
  put(out, 17, 2, time.seconds().count());
  put(out, 20, fraction_digits, time.subseconds().count());
  return out;
}

std::string write_rfc3339_seconds(wall_time at) {
  std::string out = write_rfc3339(at);
  out.replace(up_to_seconds, out.npos, "Z");
  return out;
}

std::optional<wall_time> read_rfc3339(std::string_view text) {
  return read(text, milliseconds{0});
}

std::optional<wall_time> read_rfc3339_rounded_up(std::string_view text) {
  return read(text, milliseconds{1});
}

} // namespace bellwether::domain
