#include "storage/ledger_batch.hpp"

#include "storage/ledger_database.hpp"

#include <algorithm>
#include <utility>

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

void ledger_batch::add(const journal::record& record) {
  if (!take(record))
    ++unreadable_;
  state_.committed = as_signed(record.number);
}

void ledger_batch::add(const domain::ledger_entry& entry) {
  take(entry, encode(entry));
}

/// False: it cannot be read. Of a reservation that is not known yet: most are
/// settled before anybody asks.
bool ledger_batch::take(const journal::record& record) {
  switch (kind_of(record.bytes).value_or(record_kind::entry)) {
    case record_kind::reservation:
      opened_.push_back({record});
      return true;
    case record_kind::fired:
      return take_fired(record.bytes);
    case record_kind::entry:
      break;
  }
  if (!decode(record.bytes, entry_))
    return false;
  take(entry_, record.bytes);
  return true;
}

bool ledger_batch::take_fired(std::string_view bytes) {
  domain::fired_mark what;
  if (!decode(bytes, what))
    return false;
  const fresh_use use{with_.fired};
  with_.fired.bindNoCopy(1, what.budget);
  with_.fired.bind(2, static_cast<std::int64_t>(what.what));
  with_.fired.bind(3, what.percent);
  with_.fired.bind(4,
                   std::int64_t{what.period_start.time_since_epoch().count()});
  with_.fired.exec();
  return true;
}

void ledger_batch::take(const domain::ledger_entry& entry,
                        std::string_view bytes) {
  settle(entry.reservation);
  const auto names = names_.enter(entry.who);
  const auto start = hour_of(entry.at, zone_);
  const auto number = ++state_.newest_number;
  with_.rows.add(number, entry, names, entry.at - start, chain_.add(bytes));
  sums_[{start.time_since_epoch().count(), names}].add(entry, number);
}

void ledger_batch::settle(std::uint64_t reservation) {
  const auto found =
      std::ranges::lower_bound(opened_, reservation, {},
                               [](const auto& one) { return one.what.number; });
  if (found != opened_.end() && found->what.number == reservation) {
    found->settled = true;
  } else if (open_.erase(reservation) != 0) {
    const fresh_use use{with_.close};
    with_.close.bind(1, as_signed(reservation));
    with_.close.exec();
  }
}

/// False: it cannot be read.
bool ledger_batch::open(const journal::record& reservation) {
  domain::ledger_reservation what;
  if (!decode(reservation.bytes, what))
    return false;
  const fresh_use use{with_.open};
  with_.open.bind(1, as_signed(reservation.number));
  with_.open.bindNoCopy(2, reservation.bytes.data(),
                        static_cast<int>(reservation.bytes.size()));
  with_.open.exec();
  open_.insert(reservation.number);
  return true;
}

void ledger_batch::finish() {
  for (const auto& one : opened_)
    if (!one.settled && !open(one.what))
      ++unreadable_;
  for (const auto& [cell, sums] : sums_)
    with_.hours.add(cell, sums);
  state_.newest_hash = chain_.newest();
  write_state(file_, state_);
}

} // namespace bellwether::storage
