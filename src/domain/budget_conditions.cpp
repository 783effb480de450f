#include "domain/alert_message.hpp"
#include "domain/condition_parts.hpp"
#include "domain/dollars.hpp"
#include "domain/money_math.hpp"
#include "domain/rfc3339.hpp"

#include <string>
#include <utility>

namespace bellwether::domain {

namespace {

using kind = budget_event::kind;

budget_event event_of(const budget_report& of, const fired_mark& mark,
                      wall_time now) {
  budget_event out;
  out.what = mark.what;
  out.budget = of.rule.name;
  out.percent = mark.percent;
  out.limit = of.rule.limit;
  out.spent = of.spent;
  out.projected = of.projected.value_or(of.spent);
  out.span = of.span;
  out.at = now;
  return out;
}

money left(const budget_report& of) {
  return not_negative(subtract_within_range(of.rule.limit, of.spent));
}

std::string reset_text(const budget_report& of) {
  return has_end(of.rule.period)
             ? " It begins anew at " + moment_text(of.span.end) + "."
             : std::string{};
}

/// What becomes of requests once it is used up.
std::string later(const budget_report& of) {
  switch (of.rule.action) {
    case when_exceeded::refuse:
      return "Requests go on until they do not fit any more; from then on they "
             "are refused with 402.";
    case when_exceeded::degrade:
      return "Requests go on; once they do not fit any more, cheaper models "
             "answer, and 402 where there is none.";
    case when_exceeded::alert:
      break;
  }
  return "Nothing: this budget only tells.";
}

condition begin(const budget_report& of, alert_rule rule,
                const alert_facts& facts) {
  condition out;
  out.key = {rule, of.rule.name};
  out.since = facts.now;
  out.labels["budget"] = of.rule.name;
  out.facts = {{"spent", in_dollars(of.spent)},
               {"limit", in_dollars(of.rule.limit)},
               {"left", in_dollars(left(of))},
               {"covers", to_string(of.rule.scope)}};
  if (of.projected)
    out.facts.push_back({"at this rate", in_dollars(*of.projected)});
  out.did = later(of);
  out.check =
      "See who spends it: `bellwether report --by key,model`. A higher "
      "limit: PUT /budgets/"
      + of.rule.name + ".";
  return out;
}

condition threshold(const budget_report& of, const fired_mark& mark,
                    const alert_facts& facts) {
  constexpr int warning_from = 75;
  constexpr int error_from = 100;
  auto out = begin(of, alert_rule::budget_threshold, facts);
  const auto percent = std::to_string(mark.percent) + " %";
  out.key.entity += " " + percent;
  out.occurrence = write_rfc3339_seconds(mark.period_start);
  out.level = mark.percent >= error_from     ? severity::error
              : mark.percent >= warning_from ? severity::warning
                                             : severity::info;
  out.title = "Budget " + of.rule.name + " has passed " + percent;
  out.what = explain(event_of(of, mark, facts.now)) + ". "
             + in_dollars(left(of)) + " is left." + reset_text(of);
  return out;
}

condition forecast(const budget_report& of, const fired_mark& mark,
                   const alert_facts& facts) {
  auto out = begin(of, alert_rule::budget_forecast, facts);
  out.occurrence = write_rfc3339_seconds(mark.period_start);
  out.level = severity::warning;
  out.title = "Budget " + of.rule.name + " will not last: at this rate "
              + in_dollars(of.projected.value_or(of.spent))
              + " by the end of its period";
  out.what = explain(event_of(of, mark, facts.now)) + "." + reset_text(of);
  return out;
}

condition spike(const budget_report& of, const fired_mark& mark,
                const alert_facts& facts) {
  auto out = begin(of, alert_rule::budget_spike, facts);
  out.occurrence = write_rfc3339_seconds(mark.period_start);
  out.level = severity::warning;
  out.since = mark.period_start;
  out.title = "Spend in budget " + of.rule.name + " has jumped";
  out.what = "In the hour from " + moment_text(mark.period_start)
             + " the budget " + of.rule.name
             + " was spent much faster than in the hours before.";
  out.check =
      "See what was new in that hour: `bellwether report --from 3h --by "
      "hour,key,model`.";
  return out;
}

condition exhausted(const budget_report& of, const fired_mark& mark,
                    const alert_facts& facts) {
  auto out = begin(of, alert_rule::budget_exhausted, facts);
  const bool degrades = of.rule.action == when_exceeded::degrade;
  out.occurrence = write_rfc3339_seconds(mark.period_start);
  out.level = degrades ? severity::error : severity::critical;
  out.title = "Budget " + of.rule.name + " is exhausted: requests are "
              + (degrades ? "degraded" : "refused");
  out.what = explain(event_of(of, mark, facts.now)) + "." + reset_text(of);
  out.did = degrades
                ? "Cheaper models answer, and the answers' headers say so; "
                  "where none fits the request is refused with 402."
                : "Requests that do not fit are refused with 402 and the "
                  "budget's name. Others go on.";
  return out;
}

/// A limit that was raised since makes room again.
bool is_still_exhausted(const budget_report& of) {
  constexpr std::int64_t nearly = 90;
  const auto used = add_within_range(of.spent, of.reserved);
  return used >= share_of(of.rule.limit, nearly, 100);
}

/// A limit that was raised since makes what was told wrong.
bool is_still_passed(const budget_report& of, int percent) {
  return of.spent >= share_of(of.rule.limit, percent, 100);
}

void add(const budget_report& of, const fired_mark& mark,
         const alert_facts& facts, std::vector<condition>& to) {
  switch (mark.what) {
    case kind::threshold:
      if (is_still_passed(of, mark.percent))
        to.push_back(threshold(of, mark, facts));
      return;
    case kind::forecast:
      to.push_back(forecast(of, mark, facts));
      return;
    case kind::spike:
      to.push_back(spike(of, mark, facts));
      return;
    case kind::exhausted:
      if (is_still_exhausted(of))
        to.push_back(exhausted(of, mark, facts));
      return;
  }
}

} // namespace

void add_budget_conditions(const alert_facts& facts,
                           std::vector<condition>& to) {
  for (const auto& budget : facts.budgets)
    for (const auto& mark : budget.told)
      add(budget, mark, facts, to);
}

} // namespace bellwether::domain
