#include "cli/export_text.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::cli {

using json = nlohmann::ordered_json;

const std::vector<std::string>& export_columns() {
  static const std::vector<std::string> names{"number",
                                              "at",
                                              "request_id",
                                              "attempt",
                                              "key",
                                              "team",
                                              "route",
                                              "provider",
                                              "model",
                                              "outcome",
                                              "failure",
                                              "stream",
                                              "prompt_tokens",
                                              "cached_tokens",
                                              "cache_write_tokens",
                                              "completion_tokens",
                                              "reasoning_tokens",
                                              "cost_usd",
                                              "on_dearest_model_usd",
                                              "priced",
                                              "estimated",
                                              "latency_ms",
                                              "first_token_ms",
                                              "metadata",
                                              "hash"};
  return names;
}

json export_summary(const json& report, const std::string& now) {
  const auto& total = report.at("total");
  auto models = json::object();
  for (auto row : report.at("rows")) {
    const auto name = row.at("model").get<std::string>();
    row.erase("model");
    models[name] = std::move(row);
  }
  return {{"exported_at", now},
          {"period_start", report.at("from")},
          {"period_end", report.at("to")},
          {"time_zone", report.at("time_zone")},
          {"spent_usd", total.at("total_cost")},
          {"spent_usd_exact", total.at("total_cost_exact")},
          {"total_requests", total.at("requests")},
          {"total_attempts", total.at("attempts")},
          {"costs_by_model", std::move(models)},
          {"savings", report.at("savings")}};
}

std::string export_head(const json& summary) {
  return "{\"summary\": "
         + summary.dump(2, ' ', false, json::error_handler_t::replace)
         + ",\n\"requests\": [";
}

std::string export_row(const json& row, bool first) {
  return (first ? "\n" : ",\n")
         + row.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string export_tail() {
  return "\n]}\n";
}

} // namespace bellwether::cli
