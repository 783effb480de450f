#pragma once

#include "domain/ledger_entry.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

namespace bellwether::actors {

/// What an attempt came to, for the budgets.
struct settlement {
  domain::money cost;
  domain::usage used;
  bool estimated = false;
  std::int64_t prompt_bytes = 0; ///< of text, for the estimator's error
  std::int64_t answer_bytes = 0;
};

/// Money that was set aside for one attempt, and the duty to say what it came
/// to. Whoever drops it without settling gives all of it back. Move-only; any
/// thread.
class reservation {
public:
  /// Called exactly once, from the settling thread. Nothing: not made.
  using settle_to = std::function<void(std::optional<settlement>)>;

  /// One that nobody waits for.
  reservation() = default;
  reservation(domain::money amount, domain::usage expected, settle_to to)
      : amount_{amount}, expected_{expected}, to_{std::move(to)} {}
  reservation(reservation&& other) noexcept
      : amount_{other.amount_},
        expected_{other.expected_},
        to_{std::exchange(other.to_, nullptr)} {}
  reservation& operator=(reservation&& other) noexcept {
    if (this != &other) {
      end(std::nullopt);
      amount_ = other.amount_;
      expected_ = other.expected_;
      to_ = std::exchange(other.to_, nullptr);
    }
    return *this;
  }
  ~reservation() { end(std::nullopt); }

  domain::money amount() const { return amount_; }
  const domain::usage& expected() const { return expected_; }

  /// The attempt ended; the first settlement counts.
  void settle(settlement what) { end(std::move(what)); }

private:
  void end(std::optional<settlement> what) {
    if (auto to = std::exchange(to_, nullptr))
      to(std::move(what));
  }

  domain::money amount_;
  domain::usage expected_;
  settle_to to_;
};

} // namespace bellwether::actors
