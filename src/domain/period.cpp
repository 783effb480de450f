#include "domain/period.hpp"

#include <charconv>
#include <system_error>

namespace bellwether::domain {

namespace {

using namespace std::chrono;

using local_moment = local_time<seconds>;

constexpr minutes shortest{10};
constexpr minutes longest = days{400};
constexpr std::string_view rolling_word = "rolling";

constexpr time_span always{wall_time{}, sys_days{year{9999} / December / 31}};

struct named_kind {
  std::string_view name;
  period_kind kind;
};

constexpr named_kind named_kinds[] = {
    {"month", period_kind::month}, {"week", period_kind::week},
    {"day", period_kind::day},     {"hour", period_kind::hour},
    {"none", period_kind::none},
};

struct unit {
  char letter;
  minutes length;
};

constexpr unit units[] = {{'d', days{1}}, {'h', hours{1}}, {'m', minutes{1}}};

// When the period that `at` is in begins, on local clocks.
local_moment beginning(period_kind kind, local_moment at) {
  const local_days today = floor<days>(at);
  switch (kind) {
    case period_kind::month: {
      const year_month_day date{today};
      return local_days{date.year() / date.month() / 1};
    }
    case period_kind::week:
      return today - (weekday{today} - Monday);
    case period_kind::hour:
      return floor<hours>(at);
    default:
      return today;
  }
}

// When the one after that which begins at `start` begins.
local_moment following(period_kind kind, local_moment start) {
  switch (kind) {
    case period_kind::month:
      return local_days{year_month_day{floor<days>(start)} + months{1}};
    case period_kind::week:
      return start + weeks{1};
    case period_kind::hour:
      return start + hours{1};
    default:
      return start + days{1};
  }
}

time_span calendar_period(period_kind kind, const time_zone& zone,
                          wall_time now) {
  local_moment local = beginning(kind, floor<seconds>(local_at(zone, now)));
  time_span span{first_moment(zone, local), {}};
  while (true) {
    local = following(kind, local);
    span.end = first_moment(zone, local);
    if (now < span.end)
      return span;
    // Clocks that go back over midnight show the old day again, but the new
    // one has begun.
    span.start = span.end;
  }
}

std::optional<minutes> parse_length(std::string_view text) {
  std::int64_t count = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc{} || end - rest != 1)
    return std::nullopt;
  for (const unit& u : units)
    // Compared in units first: the product could overflow.
    if (u.letter == *rest && count > 0 && count <= longest / u.length) {
      const minutes length = count * u.length;
      return length >= shortest ? std::optional{length} : std::nullopt;
    }
  return std::nullopt;
}

} // namespace

bool has_end(const period& p) {
  return p.kind != period_kind::rolling && p.kind != period_kind::none;
}

std::string to_string(const period& p) {
  for (const named_kind& k : named_kinds)
    if (k.kind == p.kind)
      return std::string{k.name};
  std::string out{rolling_word};
  for (const unit& u : units)
    if (p.length % u.length == minutes{0})
      return out + ' ' + std::to_string(p.length / u.length) + u.letter;
  return out;
}

std::optional<period> parse_period(std::string_view text) {
  for (const named_kind& k : named_kinds)
    if (k.name == text)
      return period{k.kind, minutes{0}};
  if (!text.starts_with(rolling_word))
    return std::nullopt;
  text.remove_prefix(rolling_word.size());
  if (!text.starts_with(' ') && !text.starts_with('-'))
    return std::nullopt;
  if (const auto length = parse_length(text.substr(1)))
    return period{period_kind::rolling, *length};
  return std::nullopt;
}

time_span period_at(const period& p, const time_zone& zone, wall_time now) {
  switch (p.kind) {
    case period_kind::none:
      return always;
    case period_kind::rolling:
      return {now - p.length, now};
    default:
      return calendar_period(p.kind, zone, now);
  }
}

} // namespace bellwether::domain
