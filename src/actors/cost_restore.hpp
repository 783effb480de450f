#pragma once

#include "actors/till.hpp"
#include "domain/time_zone.hpp"
#include "storage/ledger.hpp"

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

/// What the attempts came to that ended as interrupted at `at` or later.
domain::money cost_of_interrupted(const storage::ledger_store& from,
                                  domain::wall_time at);

} // namespace bellwether::actors
