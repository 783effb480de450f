#pragma once

#include <SQLiteCpp/Database.h>

#include <filesystem>

namespace bellwether::storage {

/// Copies the whole of an open file to a new one, readable for its owner only,
/// as it is at one moment. Throws std::runtime_error with a sentence for the
/// operator; then there is no copy.
void back_up(SQLite::Database& file, const std::filesystem::path& path,
             const std::filesystem::path& to);

} // namespace bellwether::storage
