#pragma once

#include "storage/hash_chain.hpp"

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <string>

namespace bellwether::storage {

/// What the ledger's file says of itself: the one row of its table `meta`.
/// Rows are numbered without a gap from behind the anchor to the newest.
struct ledger_state {
  std::int64_t committed = 0; ///< newest record of the journal that was taken
  std::int64_t newest_number = 0;
  digest newest_hash{};
  std::int64_t anchor_number = 0; ///< of the last row that was thrown away
  digest anchor_hash{};           ///< what the oldest row's hash follows

  std::int64_t rows() const { return newest_number - anchor_number; }
};

ledger_state read_state(const SQLite::Database& from);

/// Within the transaction under way.
void write_state(SQLite::Database& to, const ledger_state& state);

/// Remembers, for people, the name of the zone whose hours are summed up.
void write_zone(SQLite::Database& to, const std::string& zone);

} // namespace bellwether::storage
