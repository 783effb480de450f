#pragma once

#include "domain/budget.hpp"
#include "domain/budget_account.hpp"
#include "domain/budget_index.hpp"
#include "domain/calendar.hpp"
#include "domain/time_zone.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace bellwether::domain {

/// What was set aside for one attempt. Settled or released once; a claim that
/// is lost bounds its budgets for ever.
struct budget_claim {
  std::vector<std::uint32_t> budgets; ///< ids of those that it counts in
  money amount;
};

/// All budgets and what was spent in them. Invariant: what is spent and
/// reserved in a hard budget is never above its limit, but for attempts that
/// cost more than was reserved for them. Pure: time is an argument and may jump
/// either way; spend goes to the period that the clock shows, and a clock that
/// comes back finds the earlier period as it left it.
class budget_book {
public:
  budget_book(std::vector<budget> rules, std::shared_ptr<const time_zone> zone);

  /// Other rules from now on. A budget that keeps its name and period keeps
  /// what was spent and told; one that is gone is forgotten, claims on it
  /// settle into nothing.
  void replace(std::vector<budget> rules);

  /// Sets `amount` aside in every budget that covers `who`, or in none and says
  /// which one refuses. `amount`: nothing if the model has no price, which only
  /// hard budgets mind. May yield an event, see take_events().
  std::variant<budget_claim, budget_refusal> reserve(
      const spender& who, std::optional<money> amount, wall_time now);

  /// The attempt ended and cost so much, however much was set aside.
  void settle(const budget_claim& claim, money cost, wall_time now);

  /// The attempt was not made.
  void release(const budget_claim& claim);

  /// Money that was spent without a claim, such as a probe's.
  void spend(const spender& who, money cost, wall_time now);

  /// For the start: what a predecessor had spent and told. `at`: when; the
  /// start of its period will do, for rolling ones and spikes the hour. Sums
  /// are added up; the oldest first.
  void restore(const std::string& budget, money spent, wall_time at);
  void restore(const fired_mark& mark);

  /// What happened since it was asked last, oldest first.
  std::vector<budget_event> take_events();

  std::vector<budget_report> report(wall_time now) const;

  const std::vector<budget>& rules() const { return rules_; }
  const time_zone& zone() const { return calendar_.zone(); }

private:
  struct entry {
    std::uint32_t id = 0; ///< in claims
    budget_account account;
  };

  entry fresh(const period& p);
  budget_account& turned(std::uint32_t place, wall_time now);
  void charge(std::uint32_t place, money cost, wall_time now);
  budget_refusal refusal(std::uint32_t place, const spender& who,
                         std::optional<money> amount) const;

  std::vector<budget> rules_;
  std::vector<entry> entries_; ///< as rules_
  calendar calendar_;
  budget_index index_;
  std::unordered_map<std::uint32_t, std::uint32_t> places_; ///< by id
  std::vector<budget_event> events_;
  std::uint32_t next_id_ = 1;
};

} // namespace bellwether::domain
