#include "storage/ledger_reservations.hpp"

#include "storage/ledger_record.hpp"

#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace bellwether::storage {

std::set<std::uint64_t> read_open_ids(const SQLite::Database& from) {
  std::set<std::uint64_t> out;
  SQLite::Statement query{from, "SELECT id FROM reservations"};
  while (query.executeStep())
    out.insert(static_cast<std::uint64_t>(query.getColumn(0).getInt64()));
  return out;
}

std::vector<domain::ledger_reservation> read_reservations(
    const SQLite::Database& from) {
  std::vector<domain::ledger_reservation> out;
  SQLite::Statement query{from,
                          "SELECT id, bytes FROM reservations ORDER BY id"};
  while (query.executeStep()) {
    domain::ledger_reservation what;
    if (!decode(query.getColumn(1).getString(), what))
      continue;
    what.id = static_cast<std::uint64_t>(query.getColumn(0).getInt64());
    out.push_back(std::move(what));
  }
  return out;
}

domain::ledger_entry interrupted(const domain::ledger_reservation& what,
                                 domain::wall_time now) {
  domain::ledger_entry out;
  out.reservation = what.id;
  out.at = now;
  out.request_id = what.request_id;
  out.attempt = what.attempt;
  out.who = what.who;
  out.used = what.expected;
  out.cost = what.amount;
  out.estimated = true;
  out.outcome = domain::entry_outcome::interrupted;
  out.stream = what.stream;
  out.latency = std::max(now - what.at, std::chrono::milliseconds{0});
  out.metadata = what.metadata;
  return out;
}

} // namespace bellwether::storage
