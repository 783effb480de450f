#pragma once

#include "storage/sqlite_file.hpp"

namespace bellwether::storage {

/// The outbox's tables, as this program knows them.
const sqlite_schema& outbox_schema();

} // namespace bellwether::storage
