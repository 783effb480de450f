#pragma once

#include "domain/catalog.hpp"
#include "domain/time_zone.hpp"
#include "storage/ledger_query.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace bellwether::http {

/// What attempts came to: {total_cost, requests, attempts, failures, tokens,
/// prompt_tokens, ..., estimated_usd, wasted_usd, on_dearest_model_usd,
/// probe_usd}.
nlohmann::ordered_json row_json(const storage::report_row& row);

/// All rows together, without names.
storage::report_row sum_of(const std::vector<storage::report_row>& rows);

/// What the answers would have cost on the dearest model, and what was saved.
nlohmann::ordered_json savings_json(const storage::report_row& total,
                                    const std::string& dearest_model);

/// The chat model with the highest price for output; "" if none has a price.
std::string dearest_model(const domain::catalog& models);

/// A report as GET /costs/report tells it: {from, to, time_zone, by, rows,
/// total, savings}. Rows that begin with a time are in its order, others
/// largest cost first.
std::string report_json(const storage::report_query& asked,
                        std::vector<storage::report_row> rows,
                        const domain::time_zone& zone,
                        const std::string& dearest_model);

} // namespace bellwether::http
