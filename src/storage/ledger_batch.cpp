#include "storage/ledger_batch.hpp"

#include "storage/ledger_database.hpp"

#include <utility>
#include <variant>

namespace bellwether::storage {

namespace {

std::int64_t as_signed(std::uint64_t number) {
  return static_cast<std::int64_t>(number);
}

} // namespace

ledger_statements::ledger_statements(SQLite::Database& in)
    : rows{in},
      hours{in, "hours"},
      open{in, "INSERT INTO reservations VALUES(?, ?)"},
      close{in, "DELETE FROM reservations WHERE id = ?"},
      fired{in, "INSERT OR IGNORE INTO fired VALUES(?, ?, ?, ?)"} {}

ledger_batch::ledger_batch(SQLite::Database& file, ledger_statements& with,
                           ledger_names& names, const domain::time_zone& zone,
                           const ledger_state& state,
                           std::set<std::uint64_t> open)
    : file_{file},
      with_{with},
      names_{names},
      zone_{zone},
      state_{state},
      chain_{state.newest_hash},
      open_{std::move(open)} {}

void ledger_batch::add(std::uint64_t number, const ledger_record& record) {
  std::visit([&](const auto& what) { take(number, what); }, record);
  state_.committed = as_signed(number);
}

void ledger_batch::take(std::uint64_t number,
                        const domain::ledger_reservation& what) {
  opened_.emplace(number, &what);
}

void ledger_batch::take(std::uint64_t, const domain::ledger_entry& what) {
  add(what);
}

void ledger_batch::take(std::uint64_t, const domain::fired_mark& what) {
  const fresh_use use{with_.fired};
  with_.fired.bindNoCopy(1, what.budget);
  with_.fired.bind(2, static_cast<std::int64_t>(what.what));
  with_.fired.bind(3, what.percent);
  with_.fired.bind(4,
                   std::int64_t{what.period_start.time_since_epoch().count()});
  with_.fired.exec();
}

void ledger_batch::add(const domain::ledger_entry& entry) {
  if (entry.reservation != 0 && opened_.erase(entry.reservation) == 0
      && open_.erase(entry.reservation) != 0) {
    const fresh_use use{with_.close};
    with_.close.bind(1, as_signed(entry.reservation));
    with_.close.exec();
  }
  const auto names = names_.enter(entry.who);
  const auto start = hour_of(entry.at, zone_);
  bytes_.clear();
  encode(entry, bytes_);
  const auto number = ++state_.newest_number;
  with_.rows.add(number, entry, names, entry.at - start, chain_.add(bytes_));
  sums_[{start.time_since_epoch().count(), names}].add(entry, number);
}

void ledger_batch::finish() {
  for (const auto& [id, what] : opened_) {
    bytes_.clear();
    encode(*what, bytes_);
    const fresh_use use{with_.open};
    with_.open.bind(1, as_signed(id));
    with_.open.bindNoCopy(2, bytes_.data(), static_cast<int>(bytes_.size()));
    with_.open.exec();
    open_.insert(id);
  }
  for (const auto& [cell, sums] : sums_)
    with_.hours.add(cell, sums);
  state_.newest_hash = chain_.newest();
  write_state(file_, state_);
}

} // namespace bellwether::storage
