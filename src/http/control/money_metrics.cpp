#include "http/control/money_metrics.hpp"

namespace bellwether::http {

namespace {

using reports = std::vector<domain::budget_report>;

template <class Amount>
void write_amounts(exposition& out, const reports& budgets, const char* name,
                   const char* help, Amount amount) {
  out.family(name, "gauge", help);
  for (const auto& each : budgets)
    out.sample(label("budget", each.rule.name), amount(each).usd());
}

void write_budgets(exposition& out, const reports& budgets) {
  write_amounts(out, budgets, "bellwether_budget_spent_dollars",
                "Spent in the budget's period until now.",
                [](const auto& each) { return each.spent; });
  write_amounts(out, budgets, "bellwether_budget_limit_dollars",
                "What may be spent in the budget's period.",
                [](const auto& each) { return each.rule.limit; });
  write_amounts(out, budgets, "bellwether_budget_reserved_dollars",
                "Set aside for attempts that are under way.",
                [](const auto& each) { return each.reserved; });
}

void write_ledger(exposition& out,
                  const std::optional<storage::ledger_status>& ledger) {
  out.family("bellwether_ledger_failing", "gauge",
             "1 while the ledger cannot be written, or does not answer.");
  out.sample("", !ledger || ledger->failing ? 1 : 0);
  if (!ledger)
    return;
  out.family("bellwether_ledger_rows", "gauge", "Attempts in the ledger.");
  out.sample("", ledger->rows);
  out.family("bellwether_ledger_pending", "gauge",
             "Records that are in the journal and not in the file yet.");
  out.sample("", ledger->pending);
  out.family("bellwether_ledger_open_reservations", "gauge",
             "Attempts that are under way.");
  out.sample("", ledger->open_reservations);
  out.family("bellwether_ledger_bytes", "gauge", "Size of the ledger's file.");
  out.sample("", ledger->file_bytes);
  out.family("bellwether_ledger_lost_total", "counter",
             "Records for which there was no room anywhere.");
  out.sample("", ledger->lost);
}

/// Calls `each` with the labels and the error of every family and kind.
template <class Each>
void for_each_error(const domain::tally& calls, Each each) {
  for (const auto& [family, errors] : calls.families) {
    const auto of = label("family", domain::to_string(family));
    each(of + ",type=\"input\"", errors.prompt);
    each(of + ",type=\"output\"", errors.completion);
  }
}

void write_estimates(exposition& out, const domain::tally& calls) {
  out.family("bellwether_cost_estimate_samples_total", "counter",
             "Token estimates that could be held against real usage.");
  for_each_error(calls, [&](const auto& labels, const auto& error) {
    out.sample(labels, error.samples());
  });
  out.family("bellwether_cost_estimate_bias_ratio", "gauge",
             "All estimates against all counts: above 0 is too much.");
  for_each_error(calls, [&](const auto& labels, const auto& error) {
    out.sample(labels, error.bias_percent() / 100);
  });
  out.family("bellwether_cost_estimate_error_ratio", "gauge",
             "Mean distance of an estimate from its count.");
  for_each_error(calls, [&](const auto& labels, const auto& error) {
    out.sample(labels, error.mean_error_percent() / 100);
  });
}

} // namespace

void write_money(exposition& out, const reports& budgets,
                 const std::optional<storage::ledger_status>& ledger,
                 const domain::tally& calls) {
  write_budgets(out, budgets);
  write_ledger(out, ledger);
  write_estimates(out, calls);
}

} // namespace bellwether::http
