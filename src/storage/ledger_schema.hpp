#pragma once

#include "storage/sqlite_file.hpp"

namespace bellwether::storage {

/// The ledger's tables, as this program knows them.
const sqlite_schema& ledger_schema();

} // namespace bellwether::storage
