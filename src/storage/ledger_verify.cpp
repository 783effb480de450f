#include "storage/ledger_verify.hpp"

#include "storage/ledger_record.hpp"
#include "storage/ledger_rows.hpp"
#include "storage/ledger_state.hpp"
#include "storage/ledger_sums.hpp"

#include <SQLiteCpp/Transaction.h>

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace bellwether::storage {

namespace {

using std::chrono::milliseconds;

/// Walks the rows from the anchor, and adds up what their sums must be.
class row_walk {
public:
  row_walk(SQLite::Database& file, const ledger_state& state)
      : file_{file},
        state_{state},
        chain_{state.anchor_hash},
        expected_{state.anchor_number + 1} {}

  /// Whether every row is as it was written.
  bool run(verification& out) {
    // The names as they are in the file, not as somebody remembers them.
    ledger_names names{file_};
    row_reader rows{file_, names, "ORDER BY number"};
    while (rows.next()) {
      const auto row = rows.row();
      if (!check(row, out))
        return false;
      count(row);
      ++out.rows;
      ++expected_;
    }
    if (expected_ <= state_.newest_number)
      return bad(out, expected_, "is missing");
    if (expected_ > state_.newest_number + 1)
      return bad(out, state_.newest_number + 1, "was never written");
    if (chain_.newest() != state_.newest_hash)
      return bad(out, state_.newest_number,
                 "does not have the hash that the ledger ends with");
    return true;
  }

  const digest& newest() const { return chain_.newest(); }
  sums_by_cell& sums() { return sums_; }

private:
  static bool bad(verification& out, std::int64_t number,
                  const std::string& why) {
    out.first_bad = static_cast<std::uint64_t>(number);
    out.problem = "row " + std::to_string(number) + " " + why;
    return false;
  }

  bool check(const ledger_row& row, verification& out) {
    if (row.number < expected_)
      return bad(out, row.number, "was never written");
    if (row.number > expected_)
      return bad(out, expected_, "is missing");
    if (!row.sound)
      return bad(out, row.number, "has a value that is never written");
    bytes_.clear();
    encode(row.what, bytes_);
    if (chain_.add(bytes_) != row.hash)
      return bad(out, row.number,
                 "was changed: its hash does not fit it and the rows before");
    return true;
  }

  void count(const ledger_row& row) {
    const auto start = row.what.at - row.past;
    sums_[{start.time_since_epoch().count(), row.names}].add(row.what,
                                                             row.number);
  }

  SQLite::Database& file_;
  const ledger_state& state_;
  hash_chain chain_;
  std::int64_t expected_;
  std::string bytes_;
  sums_by_cell sums_;
};

/// Compares sums in the file to those of the rows. Hours must be equal; what
/// is left was made sums of days.
class sums_check {
public:
  sums_check(SQLite::Database& file, const ledger_state& state,
             sums_by_cell& rows)
      : file_{file}, anchor_{state.anchor_number}, rows_{rows} {}

  void run(verification& out) {
    each_cell(file_, "hours", "true",
              [this](const ledger_cell& cell, const ledger_sums& sums) {
                check_hour(cell, sums);
              });
    each_cell(file_, "days", "true",
              [this](const ledger_cell& cell, const ledger_sums& sums) {
                if (is_part(sums))
                  partial_.insert(cell.names);
                else
                  left_[cell.names].found.add(sums);
                folded_.insert(cell.names);
              });
    for (const auto& [cell, sums] : rows_)
      left_[cell.names].counted.add(sums);
    for (const auto& [names, both] : left_)
      if (!partial_.contains(names)
          && (!folded_.contains(names) || both.found != both.counted))
        bad(both.counted.first != 0 ? both.counted : both.found);
    if (!first_)
      return;
    out.first_bad = static_cast<std::uint64_t>(*first_);
    out.problem = "the sums that row " + std::to_string(*first_)
                  + " is part of are not those of the rows";
  }

private:
  struct sides {
    ledger_sums found;
    ledger_sums counted;
  };

  /// Rows of it are gone.
  bool is_part(const ledger_sums& sums) const {
    return sums.first >= 1 && sums.first <= anchor_;
  }

  void check_hour(const ledger_cell& cell, const ledger_sums& sums) {
    const auto counted = rows_.extract(cell);
    if (is_part(sums))
      return;
    if (!counted.empty() && counted.mapped() == sums)
      return;
    // Rows of an hour whose other rows are in the sum of a day by now.
    auto& both = left_[cell.names];
    both.found.add(sums);
    if (!counted.empty())
      both.counted.add(counted.mapped());
  }

  void bad(const ledger_sums& sums) {
    if (!first_ || sums.first < *first_)
      first_ = sums.first;
  }

  SQLite::Database& file_;
  std::int64_t anchor_;
  sums_by_cell& rows_;
  std::map<name_ids, sides> left_;
  std::set<name_ids> partial_;
  std::set<name_ids> folded_;
  std::optional<std::int64_t> first_;
};

} // namespace

verification verify_ledger(SQLite::Database& file) {
  // All that is read here is of one moment, while others go on writing.
  const SQLite::Transaction moment{file};
  const auto state = read_state(file);
  verification out;
  row_walk walk{file, state};
  const bool sound = walk.run(out);
  out.newest_hash = to_hex(walk.newest());
  if (sound)
    sums_check{file, state, walk.sums()}.run(out);
  return out;
}

} // namespace bellwether::storage
