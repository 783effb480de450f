#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <filesystem>

namespace bellwether::storage {

/// Gives the disk some of a ledger's free space once that is a good part of the
/// file. True: there is more.
bool give_back(SQLite::Database& of);

/// Gives it all of that.
void give_back_all(SQLite::Database& of);

/// What an open ledger takes, on the disk or in memory.
std::uint64_t bytes_of(const SQLite::Database& file,
                       const std::filesystem::path& path);

} // namespace bellwether::storage
