#pragma once

#include "storage/hash_chain.hpp"
#include "storage/ledger_names.hpp"
#include "storage/ledger_query.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace bellwether::storage {

/// A row of the table of attempts, as it is in the file.
struct ledger_row {
  std::int64_t number = 0;
  domain::ledger_entry what;
  name_ids names{};
  std::chrono::milliseconds past{0}; ///< since the start of its sum's hour
  digest hash{};
  bool sound = true; ///< no column has a value that is never written
};

/// Appends to the table of attempts.
class row_writer {
public:
  explicit row_writer(SQLite::Database& in);

  void add(std::int64_t number, const domain::ledger_entry& what,
           const name_ids& names, std::chrono::milliseconds past,
           const digest& hash);

private:
  SQLite::Statement insert_;
};

/// Reads rows, "WHERE ..." and what may follow it.
class row_reader {
public:
  row_reader(SQLite::Database& in, ledger_names& names,
             const std::string& which);

  /// False: there is no other.
  bool next();
  ledger_row row();

private:
  SQLite::Statement query_;
  ledger_names& names_;
};

} // namespace bellwether::storage
