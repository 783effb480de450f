#pragma once

#include "domain/budget.hpp"
#include "domain/tally.hpp"
#include "http/control/exposition.hpp"
#include "storage/ledger_query.hpp"

#include <optional>
#include <vector>

namespace bellwether::http {

/// The families about budgets, the ledger and estimates. A ledger that does
/// not answer counts as failing.
void write_money(exposition& out,
                 const std::vector<domain::budget_report>& budgets,
                 const std::optional<storage::ledger_status>& ledger,
                 const domain::tally& calls);

} // namespace bellwether::http
