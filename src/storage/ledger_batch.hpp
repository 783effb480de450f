#pragma once

#include "domain/time_zone.hpp"
#include "storage/ledger_names.hpp"
#include "storage/ledger_record.hpp"
#include "storage/ledger_rows.hpp"
#include "storage/ledger_state.hpp"
#include "storage/ledger_sums.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace bellwether::storage {

/// Statements that write to the ledger, ready for use.
struct ledger_statements {
  explicit ledger_statements(SQLite::Database& in);

  row_writer rows;
  sums_table hours;
  SQLite::Statement open;
  SQLite::Statement close;
  SQLite::Statement fired;
};

/// What one transaction brings into the ledger. It writes rows at once, and
/// the rest with finish(); the file's owner takes the state over once the
/// transaction is through.
class ledger_batch {
public:
  ledger_batch(SQLite::Database& file, ledger_statements& with,
               ledger_names& names, const domain::time_zone& zone,
               const ledger_state& state, std::set<std::uint64_t> open);

  void add(std::uint64_t number, const ledger_record& record);
  void add(const domain::ledger_entry& entry);

  /// Writes what the batch came to.
  void finish();

  const ledger_state& state() const { return state_; }
  std::set<std::uint64_t>& open() { return open_; }

private:
  void take(std::uint64_t number, const domain::ledger_reservation& what);
  void take(std::uint64_t number, const domain::ledger_entry& what);
  void take(std::uint64_t number, const domain::fired_mark& what);

  SQLite::Database& file_;
  ledger_statements& with_;
  ledger_names& names_;
  const domain::time_zone& zone_;
  ledger_state state_;
  hash_chain chain_;
  std::set<std::uint64_t> open_; ///< after this batch
  std::map<std::uint64_t, const domain::ledger_reservation*> opened_;
  sums_by_cell sums_;
  std::string bytes_;
};

} // namespace bellwether::storage
