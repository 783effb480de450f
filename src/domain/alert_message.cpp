#include "domain/alert_message.hpp"

#include "domain/rfc3339.hpp"

#include <algorithm>
#include <array>

namespace bellwether::domain {

namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 7> kinds{
    "fired", "repeated", "escalated", "resolved", "flood", "daily", "test"};

message_kind kind_of(alert_step step) {
  switch (step) {
    case alert_step::fired:
      return message_kind::fired;
    case alert_step::repeated:
      return message_kind::repeated;
    case alert_step::escalated:
      return message_kind::escalated;
    case alert_step::resolved:
      break;
  }
  return message_kind::resolved;
}

/// "2 h", "1 min": without the larger unit if there is none of it.
std::string parts(std::int64_t large, const char* large_unit,
                  std::int64_t small, const char* small_unit) {
  auto out = std::to_string(large) + " " + large_unit;
  if (small > 0)
    out += " " + std::to_string(small) + " " + small_unit;
  return out;
}

std::string title_of(const notification& n, wall_time now) {
  const auto& what = n.about.what;
  switch (n.step) {
    case alert_step::fired:
      return what.title;
    case alert_step::repeated:
      return "Still: " + what.title;
    case alert_step::escalated:
      return "Escalated: " + what.title;
    case alert_step::resolved:
      break;
  }
  return "Resolved after "
         + length_text(n.about.gone.value_or(now) - what.since) + ": "
         + what.title;
}

std::string times(unsigned count) {
  return count == 1 ? "once" : std::to_string(count) + " times";
}

/// " Since 2026-11-23 14:05:00 UTC, for 15 min now."
std::string beginning(wall_time since, wall_time now) {
  auto out = " Since " + moment_text(since);
  if (now - since >= 1s)
    out += ", for " + length_text(now - since) + " now";
  return out + ".";
}

std::string what_of(const notification& n, const alert_policy& policy,
                    wall_time now) {
  const auto& about = n.about;
  auto out = about.what.what;
  if (n.step == alert_step::resolved) {
    const auto end = about.gone.value_or(now);
    out = "It lasted " + length_text(end - about.what.since) + ", from "
          + moment_text(about.what.since) + " to " + moment_text(end) + ".";
    if (about.flaps > 0)
      out += " It cleared and recurred " + times(about.flaps) + " in between.";
    return out;
  }
  if (!policy.notice)
    out += beginning(about.what.since, now);
  if (n.step == alert_step::escalated)
    out +=
        " Nobody has acknowledged it since " + moment_text(*about.fired) + ".";
  if (about.flaps > 0)
    out += " It cleared and recurred " + times(about.flaps) + " meanwhile.";
  return out;
}

} // namespace

std::string_view to_string(message_kind k) {
  return kinds.at(static_cast<std::size_t>(k));
}

std::optional<message_kind> parse_message_kind(std::string_view text) {
  for (std::size_t i = 0; i < kinds.size(); ++i)
    if (kinds.at(i) == text)
      return static_cast<message_kind>(i);
  return std::nullopt;
}

alert_message message_of(const notification& n, const alert_policy& policy,
                         wall_time now) {
  const auto& what = n.about.what;
  const bool over = n.step == alert_step::resolved;
  alert_message out;
  out.kind = kind_of(n.step);
  out.level = n.about.level;
  out.alert = n.about.number;
  out.rule = to_string(what.key.rule);
  out.entity = what.key.entity;
  out.title = title_of(n, now);
  out.what = what_of(n, policy, now);
  if (!over) {
    out.did = what.did;
    out.check = what.check;
    out.facts = what.facts;
  }
  out.labels = what.labels;
  out.at = now;
  out.since = what.since;
  out.resolved = n.about.resolved;
  out.runbook_url = policy.runbook_url;
  return out;
}

alert_message test_message(wall_time now) {
  alert_message out;
  out.kind = message_kind::test;
  out.level = severity::info;
  out.title = "Test: Bellwether reaches you here";
  out.what =
      "Somebody asked for this test with `bellwether alerts test`. "
      "Nothing is wrong.";
  out.check = "Nothing is to be done.";
  out.at = now;
  out.since = now;
  return out;
}

std::string length_text(std::chrono::milliseconds length) {
  const auto seconds = std::max<std::int64_t>(
      std::chrono::floor<std::chrono::seconds>(length).count(), 0);
  constexpr std::int64_t minute = 60;
  constexpr std::int64_t hour = 60 * minute;
  constexpr std::int64_t day = 24 * hour;
  if (seconds < minute)
    return std::to_string(seconds) + " s";
  if (seconds < hour)
    return parts(seconds / minute, "min",
                 seconds < 10 * minute ? seconds % minute : 0, "s");
  if (seconds < 2 * day)
    return parts(seconds / hour, "h", seconds % hour / minute, "min");
  return parts(seconds / day, "days", seconds % day / hour, "h");
}

std::string moment_text(wall_time t) {
  auto out = write_rfc3339_seconds(t);
  out[out.find('T')] = ' ';
  out.pop_back(); // Z
  return out + " UTC";
}

} // namespace bellwether::domain
