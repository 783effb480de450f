#pragma once

#include "domain/ledger_entry.hpp"

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <set>
#include <vector>

namespace bellwether::storage {

/// The numbers of the reservations in a ledger's file that nobody settled.
std::set<std::uint64_t> read_open_ids(const SQLite::Database& from);

/// These reservations, by their numbers.
std::vector<domain::ledger_reservation> read_reservations(
    const SQLite::Database& from);

/// What a reservation comes to whose daemon died: all that was set aside.
domain::ledger_entry interrupted(const domain::ledger_reservation& what,
                                 domain::wall_time now);

} // namespace bellwether::storage
