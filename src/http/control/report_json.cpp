#include "http/control/report_json.hpp"

#include "domain/rfc3339.hpp"
#include "http/control/money_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace bellwether::http {

using nlohmann::ordered_json;
using storage::dimension;
using storage::report_row;

namespace {

bool is_time(dimension d) {
  return d == dimension::day || d == dimension::hour || d == dimension::month;
}

} // namespace

ordered_json row_json(const report_row& row) {
  auto out = ordered_json::object();
  put_money(out, "total_cost", row.cost);
  out["requests"] = row.requests;
  out["attempts"] = row.attempts;
  out["failures"] = row.failures;
  out["tokens"] = row.tokens.total();
  out["prompt_tokens"] = row.tokens.prompt;
  out["cached_tokens"] = row.tokens.cached;
  out["cache_write_tokens"] = row.tokens.cache_write;
  out["completion_tokens"] = row.tokens.completion;
  out["reasoning_tokens"] = row.tokens.reasoning;
  put_money(out, "estimated_usd", row.estimated);
  put_money(out, "wasted_usd", row.wasted);
  put_money(out, "on_dearest_model_usd", row.dearest);
  put_money(out, "probe_usd", row.probes);
  return out;
}

report_row sum_of(const std::vector<report_row>& rows) {
  report_row out;
  for (const auto& row : rows) {
    out.requests += row.requests;
    out.attempts += row.attempts;
    out.failures += row.failures;
    out.tokens.prompt += row.tokens.prompt;
    out.tokens.cached += row.tokens.cached;
    out.tokens.cache_write += row.tokens.cache_write;
    out.tokens.completion += row.tokens.completion;
    out.tokens.reasoning += row.tokens.reasoning;
    out.cost += row.cost;
    out.estimated += row.estimated;
    out.wasted += row.wasted;
    out.dearest += row.dearest;
    out.probes += row.probes;
  }
  return out;
}

ordered_json savings_json(const report_row& total,
                          const std::string& dearest_model) {
  const auto saved = total.dearest - total.cost;
  auto out = ordered_json::object();
  out["dearest_model"] = text_or_null(dearest_model);
  put_money(out, "actual_usd", total.cost);
  put_money(out, "on_dearest_model_usd", total.dearest);
  put_money(out, "saved_usd", saved);
  out["saved_percent"] =
      total.dearest.nanos() > 0
          ? ordered_json(100.0 * static_cast<double>(saved.nanos())
                         / static_cast<double>(total.dearest.nanos()))
          : ordered_json(nullptr);
  return out;
}

std::string dearest_model(const domain::catalog& models) {
  const domain::deployment* dearest = nullptr;
  for (const auto& each : models.deployments)
    if (each.task == domain::task::chat && each.price
        && (dearest == nullptr || dearest->price->output < each.price->output))
      dearest = &each;
  return dearest == nullptr ? std::string{} : dearest->name;
}

std::string report_json(const storage::report_query& asked,
                        std::vector<report_row> rows,
                        const domain::time_zone& zone,
                        const std::string& dearest_model) {
  if (!asked.by.empty() && is_time(asked.by.front()))
    std::ranges::stable_sort(
        rows, {}, [](const report_row& row) { return row.names.front(); });
  auto by = ordered_json::array();
  for (const auto each : asked.by)
    by.push_back(storage::to_string(each));
  auto all = ordered_json::array();
  for (const auto& row : rows) {
    auto one = ordered_json::object();
    for (std::size_t i = 0; i < asked.by.size(); ++i)
      one[std::string{storage::to_string(asked.by[i])}] = row.names.at(i);
    one.update(row_json(row));
    all.push_back(std::move(one));
  }
  const auto total = sum_of(rows);
  return page_of({{"from", domain::write_rfc3339_seconds(asked.from)},
                  {"to", domain::write_rfc3339_seconds(asked.to)},
                  {"time_zone", zone.name()},
                  {"by", std::move(by)},
                  {"rows", std::move(all)},
                  {"total", row_json(total)},
                  {"savings", savings_json(total, dearest_model)}});
}

} // namespace bellwether::http
