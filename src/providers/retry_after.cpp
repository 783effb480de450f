#include "providers/retry_after.hpp"

#include "providers/header_value.hpp"
#include "providers/timestamps.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace bellwether::providers {

namespace {

using std::chrono::milliseconds;
using wait = std::optional<milliseconds>;

wait from_ms(double ms) {
  if (!(ms >= 0))
    return std::nullopt;
  const auto longest = static_cast<double>(longest_wait.count());
  return milliseconds(
      static_cast<std::int64_t>(std::ceil(std::min(ms, longest))));
}

// Digits with an optional fraction; no sign, no exponent, no "inf".
std::optional<double> take_number(std::string_view& text) {
  const auto end = std::min(text.find_first_not_of("0123456789."), text.size());
  double number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + end,
                                             number, std::chars_format::fixed);
  if (error != std::errc{} || stop != text.data() + end)
    return std::nullopt;
  text.remove_prefix(end);
  return number;
}

// Milliseconds in the unit at the front of `text`, taken off it.
std::optional<double> take_unit(std::string_view& text) {
  struct unit {
    std::string_view name;
    double ms;
  };
  static constexpr std::array<unit, 8> units{{{"ms", 1},
                                              {"us", 1e-3},
                                              {"\u00B5s", 1e-3},
                                              {"ns", 1e-6},
                                              {"s", 1e3},
                                              {"m", 6e4},
                                              {"h", 3.6e6},
                                              {"d", 8.64e7}}};
  for (const auto& [name, ms] : units) {
    if (text.starts_with(name)) {
      text.remove_prefix(name.size());
      return ms;
    }
  }
  return std::nullopt;
}

wait plain_number(std::string_view text, double ms) {
  text = trimmed(text);
  const auto number = take_number(text);
  return number && text.empty() ? from_ms(*number * ms) : std::nullopt;
}

wait until(std::string_view then, std::string_view now) {
  const auto end = read_http_date(then);
  const auto start = read_http_date(now);
  if (!end || !start || *end < *start)
    return std::nullopt;
  return std::min<milliseconds>(*end - *start, longest_wait);
}

} // namespace

wait read_duration(std::string_view text) {
  text = trimmed(text);
  if (text.empty())
    return std::nullopt;
  double sum = 0;
  while (!text.empty()) {
    const auto number = take_number(text);
    const auto unit = number ? take_unit(text) : std::nullopt;
    if (!number || !unit)
      return std::nullopt;
    sum += *number * *unit;
  }
  return from_ms(sum);
}

wait read_seconds(std::string_view text) {
  return plain_number(text, 1000);
}

wait wait_in_message(std::string_view message) {
  static constexpr std::array<std::string_view, 3> openings{
      "retry in ", "try again in ", "retry after "};
  for (const auto opening : openings) {
    const auto at = message.find(opening);
    if (at == message.npos)
      continue;
    auto text = message.substr(at + opening.size());
    text = text.substr(0, text.find_first_not_of("0123456789.hmsd"));
    // The sentence's own full stop.
    if (text.ends_with('.'))
      text.remove_suffix(1);
    return read_duration(text);
  }
  return std::nullopt;
}

wait retry_after(const answer_head& head) {
  if (!head.header)
    return std::nullopt;
  for (const auto* name : {"retry-after-ms", "x-ms-retry-after-ms"}) {
    if (const auto found = plain_number(head.header(name), 1))
      return found;
  }
  const auto value = head.header("retry-after");
  if (const auto found = read_seconds(value))
    return found;
  return until(value, head.header("date"));
}

} // namespace bellwether::providers
