#pragma once

#include "domain/ledger_entry.hpp"
#include "domain/money.hpp"
#include "domain/wall_time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::storage {

/// By what a report can be split.
enum class dimension : std::uint8_t {
  day, ///< as local clocks show it: "2026-11-22"
  hour,
  month,
  key,
  team,
  route,
  provider,
  model,
};

std::string_view to_string(dimension d);
std::optional<dimension> parse_dimension(std::string_view text);

/// What is asked of the ledger: from `from` until before `to`, to the hour.
struct report_query {
  domain::wall_time from;
  domain::wall_time to;
  std::vector<dimension> by; ///< each once; none: one row of all
  domain::budget_scope only; ///< empty: everything
};

/// What attempts came to.
struct report_row {
  std::vector<std::string> names; ///< as query.by
  std::uint64_t requests = 0;     ///< attempts that answered
  std::uint64_t attempts = 0;     ///< all; probes are none
  std::uint64_t failures = 0;     ///< failed or broken
  domain::usage tokens;
  domain::money cost;      ///< of all attempts, estimates included
  domain::money estimated; ///< the part of it that is estimated
  domain::money wasted;    ///< the part of attempts that did not answer
  domain::money dearest;   ///< the answers on the dearest model
  domain::money probes;    ///< spent by probes; in no other sum

  bool operator==(const report_row&) const = default;
};

/// Which attempts are asked for, newest first.
struct entries_query {
  std::optional<domain::wall_time> from;
  std::optional<domain::wall_time> to;
  domain::budget_scope only;
  std::optional<domain::entry_outcome> outcome;
  std::string request_id;              ///< "" = any
  std::optional<std::uint64_t> before; ///< rows with a smaller number only
  std::size_t limit = 100;             ///< at most 1,000
};

/// A row of the ledger.
struct stored_entry {
  std::uint64_t number = 0; ///< grows; of the row
  domain::ledger_entry what;
  std::string hash; ///< 64 hexadecimal digits
};

struct entries_page {
  std::vector<stored_entry> entries;
  std::optional<std::uint64_t> next; ///< `before` of the next page
};

/// What verify() found.
struct verification {
  std::uint64_t rows = 0;
  std::optional<std::uint64_t> first_bad; ///< number of the first bad row
  std::string problem;                    ///< "" = all is well
  std::string newest_hash;
};

/// How the ledger is, for reports.
struct ledger_status {
  std::uint64_t rows = 0;
  std::uint64_t oldest = 0;  ///< number of the oldest row; 0 = none
  std::uint64_t pending = 0; ///< records that are only in the journal
  std::uint64_t lost = 0;    ///< for which there was no room anywhere
  std::uint64_t open_reservations = 0;
  std::uint64_t file_bytes = 0;
  bool failing = false;
  std::string problem; ///< of the last failure, a sentence; "" = none
  std::string newest_hash;
};

} // namespace bellwether::storage
