#pragma once

#include "domain/budget.hpp"
#include "domain/wall_time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::domain {

/// What a caller without a key is called in the ledger.
inline constexpr std::string_view anonymous_key = "anonymous";

/// What a key may spend.
struct key_budget {
  money limit;
  domain::period period;

  bool operator==(const key_budget&) const = default;
};

/// "50/month", "2.50/day", "10/rolling-7d": dollars and a period; without a
/// period it is a month.
std::optional<key_budget> parse_key_budget(std::string_view text);

/// A caller's key, without the secret itself.
struct caller_key {
  std::string name; ///< unique; what the ledger and reports call it
  std::string team; ///< "" = none
  std::string hash; ///< SHA-256 of the secret, 64 hexadecimal digits
  std::string hint; ///< the secret's first characters, to tell keys apart
  wall_time created;
  std::optional<wall_time> revoked;
  /// After a rotation the former secret is good until then.
  std::string former_hash;
  std::optional<wall_time> former_until;
  std::optional<key_budget> budget;
  std::optional<std::int64_t> requests_per_minute;
  std::optional<std::int64_t> tokens_per_minute;
  std::vector<std::string> models; ///< models and routes; none = all

  bool may_ask_for(std::string_view model) const;
  bool operator==(const caller_key&) const = default;
};

/// The budgets that the keys bring: one of the key's name ("key NAME") each.
std::vector<budget> budgets_of(const std::vector<caller_key>& keys);

} // namespace bellwether::domain
