#pragma once

#include "domain/time_zone.hpp"
#include "storage/journal.hpp"
#include "storage/ledger_query.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::storage {

/// How long what is kept.
struct retention {
  std::chrono::days rows{90};   ///< single attempts
  std::chrono::days hours{400}; ///< sums by hour; sums by day stay
  std::uint64_t most_rows = 20'000'000;
};

enum class ledger_access : std::uint8_t { owner, reader };

/// The ledger's file: SQLite in WAL mode. One row an attempt, each with a hash
/// that covers all before it; sums by hour and by day beside them, which
/// reports are made of. One thread at a time. All functions throw
/// std::runtime_error with a sentence for the operator.
class ledger_store {
public:
  /// Opens the file, makes it if an owner finds none, and brings an older
  /// schema up to date. A newer one is refused. "" is one in memory.
  ledger_store(const std::filesystem::path& file,
               std::shared_ptr<const domain::time_zone> zone,
               ledger_access access = ledger_access::owner);
  ~ledger_store();
  ledger_store(const ledger_store&) = delete;
  ledger_store& operator=(const ledger_store&) = delete;

  /// Takes records of the journal, ledger_records as bytes, in one transaction:
  /// all or none. Entries become rows and go into the sums; reservations that
  /// none of them settles stay open. Records up to committed() are passed over,
  /// so that what was taken before a crash is not taken twice. How many could
  /// not be read, and were left out.
  std::size_t commit(std::span<const journal::record> records);

  /// The number of the newest record that was taken.
  std::uint64_t committed() const;

  std::vector<domain::ledger_reservation> open_reservations() const;

  /// Ends all open reservations as `interrupted`, charged what was set aside:
  /// those of a daemon that died. How many there were.
  std::size_t settle_open(domain::wall_time now);

  /// Sums, largest cost first. A day and an hour are those of the zone.
  std::vector<report_row> report(const report_query& q) const;
  entries_page entries(const entries_query& q) const;
  std::vector<domain::fired_mark> fired_since(domain::wall_time t) const;

  /// What entries in the scope cost in each hour of the span, probes included,
  /// for budgets at the start: the hour's start and its sum.
  std::vector<std::pair<domain::wall_time, domain::money>> hourly(
      const domain::budget_scope& only, domain::time_span span) const;

  /// Lengths of the last answers by route and model, oldest first, at most
  /// 256 each of the newest 20,000 rows.
  struct recent_output {
    std::string route, provider, model;
    std::int64_t tokens = 0;
  };
  std::vector<recent_output> recent_outputs() const;

  /// Removes what is older than `keep` says, some thousand rows at most; true:
  /// there is more.
  bool prune(const retention& keep, domain::wall_time now);

  /// Checks every row's hash, and the sums of hours against the rows.
  verification verify() const;

  /// Writes a whole copy, while others write.
  void backup(const std::filesystem::path& to) const;

  /// Gives free space back to the disk.
  void compact();

  ledger_status status() const;

private:
  class impl;
  std::unique_ptr<impl> impl_;
};

} // namespace bellwether::storage
