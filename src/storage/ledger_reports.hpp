#pragma once

#include "domain/time_zone.hpp"
#include "storage/ledger_names.hpp"
#include "storage/ledger_query.hpp"
#include "storage/ledger_store.hpp"

#include <SQLiteCpp/Database.h>

#include <string>
#include <utility>
#include <vector>

namespace bellwether::storage {

/// What reports are made of: an open file, its names and its zone. The
/// functions are those of ledger_store.
struct ledger_view {
  SQLite::Database& file;
  ledger_names& names;
  const domain::time_zone& zone;
};

std::vector<report_row> make_report(const ledger_view& of,
                                    const report_query& q);

std::vector<std::pair<domain::wall_time, domain::money>> sum_hours(
    const ledger_view& of, const domain::budget_scope& only,
    domain::time_span span);

/// The condition that leaves the cells which have a part in the span, of a
/// table whose cells are as long as `length` at most.
std::string overlaps(domain::time_span span, std::chrono::milliseconds length);

entries_page find_entries(const ledger_view& of, const entries_query& q);

std::vector<ledger_store::recent_output> find_outputs(const ledger_view& of);

} // namespace bellwether::storage
