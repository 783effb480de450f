#pragma once

#include "actors/till.hpp"
#include "domain/time_zone.hpp"
#include "storage/ledger.hpp"
#include "storage/ledger_query.hpp"

#include <memory>
#include <vector>

namespace bellwether::actors {

/// What the ledger knows of the budgets' spend, of what was told of it and of
/// the length of answers: where the till begins. Throws as the store does.
std::shared_ptr<till> restore_till(
    std::vector<domain::budget> rules,
    std::shared_ptr<const domain::time_zone> zone,
    std::shared_ptr<const domain::catalog> catalog,
    const storage::ledger_store& from, domain::wall_time now);

/// What is to be asked of the ledger when keys' budgets begin within their
/// periods: what those keys spent, by key and hour.
storage::report_query past_spend_query(const std::vector<domain::budget>& rules,
                                       const domain::time_zone& zone,
                                       domain::wall_time now);

/// What the rows of that answer say of one of these budgets.
till::past_spend past_spend(const std::vector<storage::report_row>& rows,
                            const domain::budget& rule,
                            const domain::time_zone& zone,
                            domain::wall_time now);

/// What the attempts came to that ended as interrupted at `at` or later.
domain::money cost_of_interrupted(const storage::ledger_store& from,
                                  domain::wall_time at);

} // namespace bellwether::actors
