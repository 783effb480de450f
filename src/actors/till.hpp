#pragma once

#include "domain/budget_book.hpp"
#include "domain/catalog.hpp"
#include "domain/output_lengths.hpp"
#include "domain/request_facts.hpp"
#include "domain/tally.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace bellwether::actors {

class till;

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
  /// One of nothing, that nobody waits for.
  reservation() = default;
  reservation(reservation&& other) noexcept;
  reservation& operator=(reservation&& other) noexcept;
  ~reservation();

  domain::money amount() const { return claim_.amount; }
  const domain::usage& expected() const { return expected_; }

  /// The attempt ended. `route` as the caller asked for it. The first
  /// settlement counts.
  void settle(const settlement& what, const std::string& route,
              domain::wall_time now);

private:
  friend class till;

  till* from_ = nullptr;
  domain::budget_claim claim_;
  domain::usage expected_;
  std::size_t deployment_ = 0;
};

/// Where attempts are paid: the budgets, and what reservations are sized from.
/// Sessions set money aside and settle on their own threads, without a message
/// to anybody; what people should know of is told to the cost actor. Outlives
/// all reservations. Thread-safe.
class till {
public:
  till(std::shared_ptr<const domain::catalog> models,
       domain::budget_book budgets, domain::output_lengths lengths);

  /// Sets aside what the request's attempt at the deployment is likely to cost
  /// `who`, with nothing from a cache; or says which budget refuses.
  std::variant<reservation, domain::budget_refusal> reserve(
      const domain::spender& who, const domain::request_facts& facts,
      std::size_t deployment, domain::wall_time now);

  /// Money that was spent without a reservation, such as a probe's.
  void spend(const domain::spender& who, domain::money cost,
             domain::wall_time now);

  /// Other rules from now on, see budget_book::replace.
  void replace(std::vector<domain::budget> rules);

  /// Money that was spent before the budget was in force: moments and sums, the
  /// oldest first. A budget that is gone is left out.
  using past_spend = std::vector<std::pair<domain::wall_time, domain::money>>;
  void restore(const std::string& budget, const past_spend& spent);

  std::vector<domain::budget> rules() const;
  std::vector<domain::budget_report> report(domain::wall_time now) const;

  /// How good the estimates were.
  std::map<domain::model_family, domain::family_tally> families() const;

  /// `tell` is called when there is something for take_events(), without a lock
  /// held; null: nobody wants to know.
  void on_events(std::function<void()> tell);
  std::vector<domain::budget_event> take_events();

private:
  friend class reservation;

  domain::usage expect(const domain::request_facts& facts,
                       std::size_t deployment) const;
  void settle(const reservation& of, const settlement& what,
              const std::string& route, domain::wall_time now);
  void learn(std::size_t deployment, const settlement& what,
             const std::string& route);
  void release(const domain::budget_claim& claim);

  /// The teller, if there is news; with the mutex held.
  std::shared_ptr<const std::function<void()>> news();

  std::shared_ptr<const domain::catalog> models_;
  mutable std::mutex mutex_; ///< for all below
  domain::budget_book budgets_;
  domain::output_lengths lengths_;
  std::map<domain::model_family, domain::family_tally> families_;
  std::vector<domain::budget_event> events_;
  std::shared_ptr<const std::function<void()>> tell_;
};

} // namespace bellwether::actors
