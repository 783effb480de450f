#include "http/control/when.hpp"

#include "domain/rfc3339.hpp"

#include <charconv>
#include <chrono>
#include <string>

namespace bellwether::http {

using domain::wall_time;
using namespace std::chrono;

namespace {

/// The whole of `text` as a number; nothing if it is none.
std::optional<int> number(std::string_view text) {
  int out = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, out);
  if (text.empty() || text.front() == '-' || error != std::errc{}
      || stop != end)
    return std::nullopt;
  return out;
}

/// "2026-11-22", "2026-11".
std::optional<wall_time> beginning(std::string_view text,
                                   const domain::time_zone& zone) {
  constexpr std::size_t month_size = 7;
  constexpr std::size_t day_size = 10;
  if ((text.size() != month_size && text.size() != day_size) || text[4] != '-'
      || (text.size() == day_size && text[month_size] != '-'))
    return std::nullopt;
  const auto y = number(text.substr(0, 4));
  const auto m = number(text.substr(5, 2));
  const auto d =
      text.size() == day_size ? number(text.substr(8)) : std::optional{1};
  if (!y || !m || !d)
    return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)},
                            day{static_cast<unsigned>(*d)}};
  if (!date.ok())
    return std::nullopt;
  return domain::first_moment(zone, local_days{date});
}

/// "7d", "24h", "30m".
std::optional<wall_time> ago(std::string_view text, wall_time now) {
  constexpr int most = 100'000; // no overflow, and longer than anything kept
  if (text.size() < 2)
    return std::nullopt;
  const auto count = number(text.substr(0, text.size() - 1));
  if (!count || *count > most)
    return std::nullopt;
  switch (text.back()) {
    case 'd':
      return now - days{*count};
    case 'h':
      return now - hours{*count};
    case 'm':
      return now - minutes{*count};
    default:
      return std::nullopt;
  }
}

} // namespace

std::optional<wall_time> parse_when(std::string_view text,
                                    const domain::time_zone& zone,
                                    wall_time now) {
  if (const auto day = beginning(text, zone))
    return day;
  if (const auto then = ago(text, now))
    return then;
  // A '+' that was not percent-encoded came as a blank.
  std::string moment{text};
  if (const auto blank = moment.rfind(' ');
      blank != std::string::npos && blank > 10)
    moment[blank] = '+';
  return domain::read_rfc3339(moment);
}

} // namespace bellwether::http
