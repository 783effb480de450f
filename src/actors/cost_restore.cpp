#include "actors/cost_restore.hpp"

#include "domain/money_math.hpp"
#include "domain/period.hpp"
#include "domain/rfc3339.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace bellwether::actors {

namespace {

using namespace std::chrono_literals;
using domain::period_kind;
using domain::wall_time;

/// As far back as the rule against spikes looks.
constexpr std::chrono::hours spike_memory{25};

/// Of which hours the spend matters to a budget.
domain::time_span hours_of(const domain::budget& rule,
                           const domain::time_zone& zone, wall_time now) {
  const auto span = domain::period_at(rule.period, zone, now);
  return {std::min(span.start, now - spike_memory),
          std::max(span.end, now + 1h)};
}

/// When a mark was made that still counts. A rolling period's begins its
/// length before.
wall_time oldest_mark(const domain::budget& rule, const domain::time_zone& zone,
                      wall_time now) {
  const auto span = hours_of(rule, zone, now);
  return span.start - rule.period.length;
}

/// Spend of an hour that a rolling period has only a part of is taken for
/// young: too much is bounded rather than too little.
wall_time moment_of(const domain::budget& rule, wall_time hour, wall_time now) {
  if (rule.period.kind != period_kind::rolling)
    return hour;
  return std::max(hour, std::min(hour + 1h - 1ms, now));
}

/// "2026-11-22T13:00+01:00", as reports name an hour.
std::optional<wall_time> hour_named(std::string name) {
  constexpr std::size_t minutes_end = 16;
  if (name.size() > minutes_end)
    name.insert(minutes_end, ":00");
  return domain::read_rfc3339(name);
}

void restore_budgets(domain::budget_book& book,
                     const storage::ledger_store& from, wall_time now) {
  auto oldest = now;
  for (const auto& rule : book.rules()) {
    const auto span = hours_of(rule, book.zone(), now);
    for (const auto& [hour, spent] : from.hourly(rule.scope, span))
      book.restore(rule.name, spent, moment_of(rule, hour, now));
    oldest = std::min(oldest, oldest_mark(rule, book.zone(), now));
  }
  for (const auto& mark : from.fired_since(oldest))
    book.restore(mark);
}

void restore_lengths(domain::output_lengths& lengths,
                     const domain::catalog& catalog,
                     const storage::ledger_store& from) {
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  for (std::size_t i = 0; i < catalog.deployments.size(); ++i) {
    const auto& each = catalog.deployments[i];
    if (each.task == domain::task::chat)
      places[{catalog.providers.at(each.provider), each.name}] = i;
  }
  for (const auto& each : from.recent_outputs())
    if (const auto at = places.find({each.provider, each.model});
        at != places.end())
      lengths.add(each.route, at->second, each.tokens);
}

} // namespace

std::shared_ptr<till> restore_till(
    std::vector<domain::budget> rules,
    std::shared_ptr<const domain::time_zone> zone,
    std::shared_ptr<const domain::catalog> catalog,
    const storage::ledger_store& from, wall_time now) {
  domain::budget_book budgets{std::move(rules), std::move(zone)};
  restore_budgets(budgets, from, now);
  domain::output_lengths lengths;
  restore_lengths(lengths, *catalog, from);
  return std::make_shared<till>(std::move(catalog), std::move(budgets),
                                std::move(lengths));
}

storage::report_query past_spend_query(const std::vector<domain::budget>& rules,
                                       const domain::time_zone& zone,
                                       wall_time now) {
  storage::report_query out{now, now, {}, {}};
  out.by = {storage::dimension::key, storage::dimension::hour};
  for (const auto& rule : rules) {
    const auto span = hours_of(rule, zone, now);
    out.from = std::min(out.from, span.start);
    out.to = std::max(out.to, span.end);
    out.only.keys.insert(out.only.keys.end(), rule.scope.keys.begin(),
                         rule.scope.keys.end());
  }
  return out;
}

till::past_spend past_spend(const std::vector<storage::report_row>& rows,
                            const domain::budget& rule,
                            const domain::time_zone& zone, wall_time now) {
  const auto span = hours_of(rule, zone, now);
  std::map<wall_time, domain::money> sums;
  for (const auto& row : rows) {
    const auto hour = hour_named(row.names.at(1));
    // Of the hour in which the span begins a part may be in it.
    if (!hour || *hour + 1h <= span.start || *hour >= span.end
        || std::ranges::find(rule.scope.keys, row.names.at(0))
               == rule.scope.keys.end())
      continue;
    auto& sum = sums[moment_of(rule, *hour, now)];
    sum = domain::add_within_range(
        sum, domain::add_within_range(row.cost, row.probes));
  }
  return {sums.begin(), sums.end()};
}

domain::money cost_of_interrupted(const storage::ledger_store& from,
                                  wall_time at) {
  storage::entries_query wanted;
  wanted.from = at;
  wanted.outcome = domain::entry_outcome::interrupted;
  wanted.limit = 1'000;
  domain::money sum;
  do {
    const auto page = from.entries(wanted);
    for (const auto& each : page.entries)
      sum += each.what.cost;
    wanted.before = page.next;
  } while (wanted.before);
  return sum;
}

} // namespace bellwether::actors
