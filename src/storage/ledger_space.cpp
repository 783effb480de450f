#include "storage/ledger_space.hpp"

#include "storage/ledger_database.hpp"

#include <SQLiteCpp/Statement.h>

#include <string>
#include <system_error>

namespace bellwether::storage {

namespace fs = std::filesystem;

bool give_back(SQLite::Database& of) {
  constexpr std::int64_t pages_at_once = 1'000;
  const auto free = read_number(of, "PRAGMA freelist_count");
  if (free < pages_at_once || free < read_number(of, "PRAGMA page_count") / 4)
    return false;
  of.exec("PRAGMA incremental_vacuum(" + std::to_string(pages_at_once) + ")");
  return true;
}

void give_back_all(SQLite::Database& of) {
  of.exec("PRAGMA incremental_vacuum");
  SQLite::Statement{of, "PRAGMA wal_checkpoint(TRUNCATE)"}.executeStep();
}

std::uint64_t bytes_of(const SQLite::Database& file, const fs::path& path) {
  if (path.empty())
    return static_cast<std::uint64_t>(read_number(file, "PRAGMA page_count")
                                      * read_number(file, "PRAGMA page_size"));
  std::uint64_t out = 0;
  for (const char* part : {"", "-wal"}) {
    auto name = path;
    std::error_code missing;
    const auto size = fs::file_size(name += part, missing);
    out += missing ? 0 : size;
  }
  return out;
}

} // namespace bellwether::storage
