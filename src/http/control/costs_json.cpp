#include "http/control/costs_json.hpp"

#include "domain/rfc3339.hpp"
#include "http/control/budgets_json.hpp"
#include "http/control/money_json.hpp"
#include "http/control/report_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>

namespace bellwether::http {

using nlohmann::ordered_json;
using storage::report_row;

namespace {

ordered_json by_name(const std::vector<report_row>& rows) {
  auto out = ordered_json::object();
  for (const auto& row : rows)
    out[row.names.at(0)] = row_json(row);
  return out;
}

ordered_json by_model(const costs_source& from) {
  auto out = by_name(from.month.models);
  for (auto& [name, row] : out.items()) {
    const auto counted = from.tally.models.find(name);
    row["estimated_requests"] = counted == from.tally.models.end()
                                    ? std::uint64_t{0}
                                    : counted->second.estimated;
  }
  return out;
}

ordered_json by_day(std::vector<report_row> days) {
  std::ranges::sort(days, {},
                    [](const report_row& row) { return row.names.at(0); });
  return by_name(days);
}

ordered_json number_or_null(const std::optional<domain::money>& amount) {
  return amount ? ordered_json(amount->usd()) : ordered_json(nullptr);
}

/// The tutorial's members, in its order.
void add_summary(ordered_json& to, const costs_source& from,
                 const report_row& total) {
  to["period_start"] = domain::write_rfc3339_seconds(from.month.span.start);
  to["period_end"] = domain::write_rfc3339_seconds(from.month.span.end);
  to["time_zone"] = from.zone.name();
  const auto* budget = find_monthly(from.budgets);
  const auto bound =
      budget == nullptr ? ordered_json::object() : budget_json(*budget);
  to["monthly_budget_usd"] = bound.value("limit_usd", ordered_json(nullptr));
  put_money(to, "spent_usd", total.cost);
  to["remaining_usd"] = bound.value("remaining_usd", ordered_json(nullptr));
  to["usage_percent"] = bound.value("usage_percent", ordered_json(nullptr));
  to["total_requests"] = total.requests;
  to["total_attempts"] = total.attempts;
  to["failed_attempts"] = total.failures;
  to["costs_by_model"] = by_model(from);
  to["projected_monthly_cost"] =
      number_or_null(project_month(total.cost, from.month.span, from.now));
}

void add_splits(ordered_json& to, const month_costs& month,
                const report_row& total, const std::string& dearest) {
  put_money(to, "estimated_usd", total.estimated);
  put_money(to, "wasted_usd", total.wasted);
  to["savings"] = savings_json(total, dearest);
  to["costs_by_provider"] = by_name(month.providers);
  to["costs_by_route"] = by_name(month.routes);
  to["costs_by_key"] = by_name(month.keys);
  to["costs_by_team"] = by_name(month.teams);
  to["costs_by_day"] = by_day(month.days);
}

void add_probes(ordered_json& to, const domain::tally& all,
                const std::vector<std::string>& names) {
  domain::money spent;
  auto probes = ordered_json::object();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto found = all.probes.find(i);
    const auto probe =
        found == all.probes.end() ? domain::probe_tally{} : found->second;
    spent += probe.cost;
    probes[names[i]] = {{"succeeded", probe.succeeded},
                        {"failed", probe.failed},
                        {"total_cost", probe.cost.usd()},
                        {"tokens", probe.tokens.total()}};
  }
  to["probe_usd"] = spent.usd();
  to["probes"] = probes;
}

ordered_json error_json(const domain::estimate_error& of) {
  return {{"samples", of.samples()},
          {"bias_percent", of.bias_percent()},
          {"mean_error_percent", of.mean_error_percent()}};
}

ordered_json estimator_json(const domain::tally& all) {
  auto out = ordered_json::object();
  for (const auto& [family, errors] : all.families)
    out[std::string{domain::to_string(family)}] = {
        {"prompt", error_json(errors.prompt)},
        {"completion", error_json(errors.completion)}};
  return out;
}

ordered_json short_status(const std::optional<storage::ledger_status>& now) {
  if (!now)
    return nullptr;
  return {{"failing", now->failing},
          {"problem", text_or_null(now->problem)},
          {"rows", now->rows},
          {"pending", now->pending},
          {"lost", now->lost}};
}

} // namespace

const domain::budget_report* find_monthly(
    const std::vector<domain::budget_report>& budgets) {
  const auto found = std::ranges::find_if(budgets, [](const auto& each) {
    return each.rule.scope == domain::budget_scope{}
           && each.rule.period.kind == domain::period_kind::month;
  });
  return found == budgets.end() ? nullptr : &*found;
}

std::optional<domain::money> project_month(domain::money spent,
                                           const domain::time_span& month,
                                           domain::wall_time now) {
  using seconds = std::chrono::duration<double>;
  const seconds elapsed = std::min(now, month.end) - month.start;
  if (elapsed < std::chrono::hours{1})
    return std::nullopt;
  const seconds whole = month.end - month.start;
  return domain::money::usd(spent.usd() * (whole / elapsed));
}

std::string costs_json(const costs_source& from) {
  const auto total = sum_of(from.month.models);
  ordered_json out{{"since", from.since}};
  add_summary(out, from, total);
  add_splits(out, from.month, total, from.dearest_model);
  add_probes(out, from.tally, from.providers);
  out["hedging"] = {{"hedged_requests", from.tally.hedged},
                    {"extra_usd", from.tally.extra.usd()}};
  out["estimator"] = estimator_json(from.tally);
  auto budgets = ordered_json::array();
  for (const auto& each : from.budgets)
    budgets.push_back(budget_json(each));
  out["budgets"] = std::move(budgets);
  out["ledger"] = short_status(from.ledger);
  return page_of(out);
}

} // namespace bellwether::http
