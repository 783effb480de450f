#pragma once

#include "domain/time_zone.hpp"
#include "storage/ledger_state.hpp"
#include "storage/ledger_store.hpp"

#include <SQLiteCpp/Database.h>

namespace bellwether::storage {

/// One step of throwing away, in one transaction; the state is changed with
/// it. True: there is more.
bool prune_step(SQLite::Database& file, ledger_state& state,
                const retention& keep, const domain::time_zone& zone,
                domain::wall_time now);

} // namespace bellwether::storage
