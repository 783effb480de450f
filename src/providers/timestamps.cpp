#include "providers/timestamps.hpp"

#include "providers/header_value.hpp"

#include <algorithm>

namespace bellwether::providers {

namespace {

using namespace std::chrono;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The text reaches at least that far.
std::optional<int> number_at(std::string_view text, std::size_t at,
                             std::size_t digits) {
  int number = 0;
  for (const char c : text.substr(at, digits)) {
    if (!is_digit(c))
      return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

// "08:49:37" of that day.
std::optional<timestamp> seconds_of_day(year_month_day date,
                                        std::string_view time) {
  const auto hour = number_at(time, 0, 2);
  const auto minute = number_at(time, 3, 2);
  const auto second = number_at(time, 6, 2);
  if (!date.ok() || time[2] != ':' || time[5] != ':' || !hour || !minute
      || !second || *hour > 23 || *minute > 59 || *second > 60)
    return std::nullopt;
  return sys_days(date) + hours(*hour) + minutes(*minute) + seconds(*second);
}

year_month_day date_of(int year_number, int month_number, int day_number) {
  return {year(year_number), month(static_cast<unsigned>(month_number)),
          day(static_cast<unsigned>(day_number))};
}

// ".25" taken off the front; no fraction is zero.
std::optional<milliseconds> take_fraction(std::string_view& text) {
  if (!text.starts_with('.'))
    return milliseconds(0);
  text.remove_prefix(1);
  const auto digits = static_cast<std::size_t>(
      std::ranges::find_if_not(text, is_digit) - text.begin());
  if (digits == 0)
    return std::nullopt;
  int ms = 0;
  bool more = false;
  for (std::size_t i = 0; i < std::max<std::size_t>(digits, 3); ++i) {
    const int digit = i < digits ? text[i] - '0' : 0;
    if (i < 3)
      ms = ms * 10 + digit;
    else
      more = more || digit != 0;
  }
  text.remove_prefix(digits);
  return milliseconds(ms + (more ? 1 : 0));
}

// How far ahead of UTC "Z", "+01:00" or "-05:30" is.
std::optional<minutes> offset_of(std::string_view zone) {
  if (zone == "Z" || zone == "z")
    return minutes(0);
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':')
    return std::nullopt;
  const auto hour = number_at(zone, 1, 2);
  const auto minute = number_at(zone, 4, 2);
  if (!hour || !minute || *hour > 23 || *minute > 59)
    return std::nullopt;
  const auto ahead = hours(*hour) + minutes(*minute);
  return zone[0] == '+' ? ahead : -ahead;
}

} // namespace

std::optional<timestamp> read_http_date(std::string_view text) {
  static constexpr std::string_view months =
      "JanFebMarAprMayJunJulAugSepOctNovDec";
  text = trimmed(text);
  if (text.size() != 29 || text.substr(25) != " GMT")
    return std::nullopt;
  const auto day_number = number_at(text, 5, 2);
  const auto month_at = months.find(text.substr(8, 3));
  const auto year_number = number_at(text, 12, 4);
  if (!day_number || !year_number || month_at == months.npos
      || month_at % 3 != 0)
    return std::nullopt;
  const auto date =
      date_of(*year_number, static_cast<int>(month_at / 3 + 1), *day_number);
  return seconds_of_day(date, text.substr(17, 8));
}

std::optional<timestamp> read_rfc3339(std::string_view text) {
  text = trimmed(text);
  if (text.size() < 20 || text[4] != '-' || text[7] != '-'
      || std::string_view("Tt ").find(text[10]) == text.npos)
    return std::nullopt;
  const auto year_number = number_at(text, 0, 4);
  const auto month_number = number_at(text, 5, 2);
  const auto day_number = number_at(text, 8, 2);
  if (!year_number || !month_number || !day_number)
    return std::nullopt;
  const auto whole = seconds_of_day(
      date_of(*year_number, *month_number, *day_number), text.substr(11, 8));
  auto rest = text.substr(19);
  const auto fraction = take_fraction(rest);
  const auto ahead = offset_of(rest);
  if (!whole || !fraction || !ahead)
    return std::nullopt;
  return *whole + *fraction - *ahead;
}

} // namespace bellwether::providers
