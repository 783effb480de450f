#pragma once

#include "actors/till.hpp"
#include "domain/catalog.hpp"
#include "domain/ledger_entry.hpp"
#include "http/gateway/received_call.hpp"
#include "http/gateway/services.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace bellwether::http {

/// What an attempt came to.
struct attempt_end {
  domain::entry_outcome how = domain::entry_outcome::answered;
  domain::usage used = {};
  bool estimated = false;        ///< `used` was not reported by the provider
  std::int64_t answer_bytes = 0; ///< of text that came
  std::string_view failure = {}; ///< its class, "" for none
  std::chrono::nanoseconds latency{0};
  std::optional<std::chrono::nanoseconds> first_token = std::nullopt;
};

/// The ledger cannot be written, and by the settings nothing is done without
/// it.
struct ledger_unavailable {};

/// Why an attempt must not be made.
using unpaid = std::variant<domain::budget_refusal, ledger_unavailable>;

/// The money of one attempt: what was set aside for it, what the ledger was
/// promised, and what it came to. Lives on the caller's worker; what it refers
/// to outlives it.
class attempt_account {
public:
  attempt_account(const services& with, const received_call& call,
                  std::size_t deployment);

  /// Sets the money aside for attempt `number` of the call, and promises the
  /// ledger that it will be accounted for; to be called before anything is
  /// sent. Nothing: it may be made.
  std::optional<unpaid> open(unsigned number);

  /// Whether it was opened and not settled yet.
  bool is_open() const { return open_; }

  /// Tells the ledger, then the budgets. Once; a second time it does nothing.
  void settle(const attempt_end& how);

  /// Nothing: the model has no price.
  std::optional<domain::money> cost_of(const domain::usage& used) const;

  /// What the call and an answer with so many bytes of text are likely to be in
  /// the model's tokens.
  domain::usage estimate(std::int64_t answer_bytes) const;

private:
  const domain::deployment& model() const {
    return with_.catalog->deployments[deployment_];
  }
  void fill(domain::spender& who) const;
  domain::money dearest(const attempt_end& how, domain::money cost) const;

  const services& with_;
  const received_call& call_;
  std::size_t deployment_;
  actors::reservation paid_;
  std::uint64_t promised_ = 0; ///< number of the ledger's; 0: it had no room
  unsigned number_ = 1;
  bool open_ = false;
};

} // namespace bellwether::http
