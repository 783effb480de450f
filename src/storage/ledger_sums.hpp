#pragma once

#include "domain/ledger_entry.hpp"
#include "domain/time_zone.hpp"
#include "storage/ledger_names.hpp"
#include "storage/ledger_query.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace bellwether::storage {

/// When the local hour that `t` is in began.
domain::wall_time hour_of(domain::wall_time t, const domain::time_zone& zone);

/// When the local day that `t` is in began.
domain::wall_time day_of(domain::wall_time t, const domain::time_zone& zone);

/// What attempts came to. Sums that grow out of 64 bits stay at the end.
struct ledger_sums {
  /// As the columns of a table of sums follow one another.
  enum column : std::uint8_t {
    attempts,
    requests,
    failures,
    prompt,
    cached,
    cache_write,
    completion,
    reasoning,
    cost,
    estimated,
    wasted,
    dearest,
    probes,
    columns,
  };

  std::array<std::int64_t, columns> values{};
  std::int64_t first = 0; ///< number of the oldest row; 0 = none
  std::int64_t last = 0;

  void add(const domain::ledger_entry& entry, std::int64_t number);
  void add(const ledger_sums& other);

  /// Without names.
  report_row row() const;

  bool operator==(const ledger_sums&) const = default;
};

/// Whose sums, and of which hour or day.
struct ledger_cell {
  std::int64_t start = 0; ///< milliseconds since 1970
  name_ids names{};

  auto operator<=>(const ledger_cell&) const = default;
};

using sums_by_cell = std::map<ledger_cell, ledger_sums>;

/// A table of sums, "hours" or "days".
class sums_table {
public:
  sums_table(SQLite::Database& in, const std::string& name);

  /// Adds to what the cell has.
  void add(const ledger_cell& cell, const ledger_sums& sums);

private:
  SQLite::Statement read_;
  SQLite::Statement write_;
};

/// Shows each cell of a table that `condition` ("start >= 0 AND ...") leaves,
/// in the order of their starts.
void each_cell(
    SQLite::Database& in, const std::string& table,
    const std::string& condition,
    const std::function<void(const ledger_cell&, const ledger_sums&)>& show);

} // namespace bellwether::storage
