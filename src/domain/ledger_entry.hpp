#pragma once

#include "domain/budget.hpp"
#include "domain/price.hpp"
#include "domain/wall_time.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::domain {

/// How an attempt ended, as the ledger tells it.
enum class entry_outcome : std::uint8_t {
  answered,    ///< the caller had, or was being sent, the whole answer
  failed,      ///< the provider failed before it had anything for the caller
  broken,      ///< a stream broke within the answer
  cancelled,   ///< the caller left
  lost,        ///< another attempt of the request won
  interrupted, ///< the daemon died meanwhile; charged what was reserved
  probe,       ///< an active probe, no caller's
};

std::string_view to_string(entry_outcome o);
std::optional<entry_outcome> parse_entry_outcome(std::string_view text);

/// What an attempt is before it is made: the ledger's promise that it will be
/// accounted for.
struct ledger_reservation {
  std::uint64_t id = 0; ///< given by the ledger; grows
  wall_time at;
  std::string request_id;
  unsigned attempt = 1; ///< of the request, from 1
  spender who;
  money amount;   ///< set aside
  usage expected; ///< what `amount` was sized from
  bool stream = false;
  std::string metadata; ///< the caller's, compact JSON of at most 1 KiB, or ""

  bool operator==(const ledger_reservation&) const = default;
};

/// One attempt, as it ended.
struct ledger_entry {
  std::uint64_t reservation = 0; ///< that it settles; 0: it had none
  wall_time at;                  ///< when it ended
  std::string request_id;
  unsigned attempt = 1;
  spender who;
  usage used;
  money cost;             ///< 0 without a price
  money dearest;          ///< the same on the dearest model of the task
  bool priced = true;     ///< the model has a price
  bool estimated = false; ///< `used` was not reported by the provider
  entry_outcome outcome = entry_outcome::answered;
  std::string failure; ///< its class, "" for none
  bool stream = false;
  std::chrono::microseconds latency{0}; ///< of the attempt
  std::optional<std::chrono::microseconds> first_token;
  std::string metadata; ///< the caller's, as in the reservation

  bool operator==(const ledger_entry&) const = default;
};

} // namespace bellwether::domain
