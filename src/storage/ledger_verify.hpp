#pragma once

#include "storage/ledger_query.hpp"

#include <SQLiteCpp/Database.h>

namespace bellwether::storage {

/// Proves the hashes of all rows, and the sums by them, as they are in the
/// file at one moment.
verification verify_ledger(SQLite::Database& file);

} // namespace bellwether::storage
