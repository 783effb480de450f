#pragma once

#include "domain/time_zone.hpp"
#include "storage/journal.hpp"
#include "storage/ledger_names.hpp"
#include "storage/ledger_record.hpp"
#include "storage/ledger_rows.hpp"
#include "storage/ledger_state.hpp"
#include "storage/ledger_sums.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

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

  /// The record's bytes are looked at until finish().
  void add(const journal::record& record);
  void add(const domain::ledger_entry& entry);

  /// Writes what the batch came to.
  void finish();

  /// Records that nobody can read. They are passed over.
  std::size_t unreadable() const { return unreadable_; }

  const ledger_state& state() const { return state_; }
  std::set<std::uint64_t>& open() { return open_; }

private:
  struct promise {
    journal::record what;
    bool settled = false;
  };

  bool take(const journal::record& record);
  bool take_fired(std::string_view bytes);
  void take(const domain::ledger_entry& entry, std::string_view bytes);
  void settle(std::uint64_t reservation);
  bool open(const journal::record& reservation);

  SQLite::Database& file_;
  ledger_statements& with_;
  ledger_names& names_;
  const domain::time_zone& zone_;
  ledger_state state_;
  hash_chain chain_;
  std::set<std::uint64_t> open_; ///< after this batch
  std::vector<promise> opened_;  ///< in this batch; numbers ascend
  sums_by_cell sums_;
  std::size_t unreadable_ = 0;
  domain::ledger_entry entry_; ///< its memory is used again
};

} // namespace bellwether::storage
