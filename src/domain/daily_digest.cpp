#include "domain/daily_digest.hpp"

#include "domain/dollars.hpp"

#include <cstdint>

namespace bellwether::domain {

namespace {

std::string count_text(std::uint64_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string share_text(double share) {
  const auto thousandths = static_cast<std::int64_t>(share * 100'000);
  auto decimals = std::to_string(thousandths % 1'000);
  decimals.insert(0, 3 - decimals.size(), '0');
  return std::to_string(thousandths / 1'000) + "." + decimals + " %";
}

std::string budget_text(const budget_report& of) {
  auto out = in_dollars(of.spent) + " of " + in_dollars(of.rule.limit);
  if (of.projected)
    out += ", at this rate " + in_dollars(*of.projected) + " at the end";
  return out;
}

std::string story(const day_figures& day) {
  if (day.attempts == 0)
    return "Nobody asked for anything.";
  auto out = count_text(day.requests, "request was", "requests were")
             + " answered for " + in_dollars(day.spent) + ".";
  if (day.saved > 0)
    out += " " + count_text(day.saved, "of them was", "of them were")
           + " answered only because Bellwether asked somebody else after a "
             "failure.";
  if (day.failures > 0)
    out += " " + count_text(day.failures, "attempt", "attempts") + " failed.";
  return out;
}

template <class Value, class Text>
void add_list(alert_message& to, const char* name,
              const std::vector<std::pair<std::string, Value>>& all,
              const Text& text) {
  std::string out;
  for (const auto& [what, value] : all)
    out += (out.empty() ? "" : ", ") + what + " " + text(value);
  if (!out.empty())
    to.facts.push_back({name, std::move(out)});
}

} // namespace

alert_message message_of(const day_figures& day, wall_time now) {
  alert_message out;
  out.kind = message_kind::daily;
  out.level = severity::info;
  out.at = now;
  out.since = day.from;
  out.title = "The day until " + moment_text(day.to) + ": "
              + in_dollars(day.spent) + ", "
              + count_text(day.requests, "answer", "answers");
  out.what = story(day);
  if (day.open_alerts > 0)
    out.check = count_text(day.open_alerts, "alert is", "alerts are")
                + " open: `bellwether alerts`.";
  out.facts.push_back({"spent", in_dollars(day.spent)});
  for (const auto& budget : day.budgets)
    out.facts.push_back({"budget " + budget.rule.name, budget_text(budget)});
  if (day.availability)
    out.facts.push_back({"availability", share_text(*day.availability)});
  out.facts.push_back({"saved requests", std::to_string(day.saved)});
  add_list(out, "dearest models", day.dearest,
           [](money cost) { return in_dollars(cost); });
  add_list(out, "most failures", day.failing,
           [](std::uint64_t count) { return std::to_string(count); });
  return out;
}

wall_time next_digest(const time_zone& zone, std::chrono::minutes at,
                      wall_time now) {
  auto day = std::chrono::floor<std::chrono::days>(local_at(zone, now));
  for (;; day += std::chrono::days{1}) {
    const auto due = first_moment(
        zone, std::chrono::local_time<std::chrono::seconds>{day} + at);
    if (due > now)
      return due;
  }
}

} // namespace bellwether::domain
