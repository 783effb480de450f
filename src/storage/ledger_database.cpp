#include "storage/ledger_database.hpp"

#include "storage/ledger_schema.hpp"

namespace bellwether::storage {

SQLite::Database open_database(const std::filesystem::path& file,
                               ledger_access access) {
  return open_sqlite(file, ledger_schema(), access == ledger_access::owner);
}

} // namespace bellwether::storage
