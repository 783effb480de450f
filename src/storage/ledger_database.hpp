#pragma once

#include "storage/ledger_store.hpp"
#include "storage/sqlite_file.hpp"

#include <filesystem>

namespace bellwether::storage {

/// Opens the ledger's file with the settings it needs, made by an owner if it
/// is not there. Throws std::runtime_error with a sentence for the operator.
SQLite::Database open_database(const std::filesystem::path& file,
                               ledger_access access);

} // namespace bellwether::storage
