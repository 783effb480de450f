#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <filesystem>

namespace bellwether::storage {

/// The schema that this program knows.
inline constexpr std::int64_t newest_schema = 1;

/// 0: the file has none yet.
std::int64_t schema_version(const SQLite::Database& of);

/// Throws std::runtime_error with a sentence if the file is some other
/// program's, or of a newer version of this one.
void check_schema(const SQLite::Database& of,
                  const std::filesystem::path& file);

/// Makes the tables, or brings them from an older schema to the newest, step
/// by step, each in one transaction.
void bring_up_to_date(SQLite::Database& what);

} // namespace bellwether::storage
