#include "domain/budget.hpp"

#include "domain/dollars.hpp"
#include "domain/money_math.hpp"
#include "domain/rfc3339.hpp"

#include <algorithm>

namespace bellwether::domain {

namespace {

constexpr std::string_view rolling_word = "rolling ";

using names = std::vector<std::string>;

bool admits(const names& list, const std::string& name) {
  return list.empty()
         || std::find(list.begin(), list.end(), name) != list.end();
}

void append_names(std::string& out, std::string_view what, const names& list) {
  std::string_view before = what;
  for (const std::string& name : list) {
    if (before == what && !out.empty())
      out += ", ";
    out.append(before).append(1, ' ').append(name);
    before = " or";
  }
}

// "a month", "in any 7d".
std::string each(const period& p) {
  switch (p.kind) {
    case period_kind::none:
      return "in all";
    case period_kind::rolling:
      return "in any " + to_string(p).substr(rolling_word.size());
    case period_kind::hour:
      return "an hour";
    default:
      return "a " + to_string(p);
  }
}

std::string quoted(std::string_view name) {
  std::string out{"\""};
  return out.append(name).append(1, '"');
}

// "76.0 %". Rounded down: nothing is said to be used up before it is.
std::string percent_of(money whole, money part) {
  const std::int64_t tenths =
      whole > money{} ? whole_parts(part, 1'000, whole) : 0;
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " %";
}

std::string when_it_resets(const budget_refusal& why) {
  if (why.resets)
    return " It resets at " + write_rfc3339_seconds(*why.resets) + '.';
  if (why.period.kind == period_kind::rolling)
    return " It frees itself bit by bit, as spending grows old.";
  return " It does not reset by itself.";
}

std::string explain_threshold(const budget_event& e) {
  return "You've used " + percent_of(e.limit, e.spent) + " ("
         + in_dollars(e.spent) + ") of your " + in_dollars(e.limit) + " budget "
         + quoted(e.budget);
}

std::string explain_forecast(const budget_event& e) {
  return "At this rate your " + in_dollars(e.limit) + " budget "
         + quoted(e.budget) + " ends its period at " + in_dollars(e.projected)
         + " (" + percent_of(e.limit, e.projected) + "); " + in_dollars(e.spent)
         + " is spent by now";
}

std::string explain_spike(const budget_event& e) {
  return "The last hour cost " + in_dollars(e.last_hour) + " in your budget "
         + quoted(e.budget) + "; an hour of the day before cost "
         + in_dollars(e.usual_hour) + " on average";
}

std::string explain_exhausted(const budget_event& e) {
  return "Your " + in_dollars(e.limit) + " budget " + quoted(e.budget)
         + " is exhausted: with " + in_dollars(e.spent)
         + " spent, a request did not fit into what is left";
}

} // namespace

bool budget_scope::covers(const spender& who) const {
  return admits(keys, who.key) && admits(teams, who.team)
         && admits(routes, who.route) && admits(providers, who.provider)
         && admits(models, who.model);
}

std::string to_string(const budget_scope& s) {
  std::string out;
  append_names(out, "key", s.keys);
  append_names(out, "team", s.teams);
  append_names(out, "route", s.routes);
  append_names(out, "provider", s.providers);
  append_names(out, "model", s.models);
  return out.empty() ? "everything" : out;
}

std::string_view to_string(when_exceeded w) {
  switch (w) {
    case when_exceeded::refuse:
      return "refuse";
    case when_exceeded::degrade:
      return "degrade";
    case when_exceeded::alert:
      return "alert";
  }
  return "unknown";
}

std::string_view to_string(budget_event::kind k) {
  switch (k) {
    case budget_event::kind::threshold:
      return "threshold";
    case budget_event::kind::forecast:
      return "forecast";
    case budget_event::kind::spike:
      return "spike";
    case budget_event::kind::exhausted:
      return "exhausted";
  }
  return "unknown";
}

std::string explain(const budget_refusal& why) {
  if (why.why == budget_refusal::reason::unpriced)
    return "The model " + quoted(why.model) + " has no price, and the budget "
           + quoted(why.budget)
           + " pays only for what it can count. Give the model a \"price\", or "
             "set \"default_price\".";
  std::string out = "The budget " + quoted(why.budget) + " ("
                    + in_dollars(why.limit) + ' ' + each(why.period) + ") has "
                    + in_dollars(not_negative(why.left())) + " left";
  if (why.reserved > money{})
    out += " and " + in_dollars(why.reserved) + " set aside for requests under "
           "way";
  out += "; this request may cost " + in_dollars(why.wanted) + '.';
  return out + when_it_resets(why);
}

std::string explain(const budget_event& e) {
  switch (e.what) {
    case budget_event::kind::threshold:
      return explain_threshold(e);
    case budget_event::kind::forecast:
      return explain_forecast(e);
    case budget_event::kind::spike:
      return explain_spike(e);
    case budget_event::kind::exhausted:
      return explain_exhausted(e);
  }
  return {};
}

} // namespace bellwether::domain
