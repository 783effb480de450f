#include "domain/budget_book.hpp"

#include "domain/money_math.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace bellwether::domain {

namespace {

// Of two that refuse, the one to name: its refusal is final, also for other
// candidates, or the least is left of it.
auto rank(const budget_refusal& r) {
  const bool final = r.action == when_exceeded::refuse;
  return std::tuple{
      !final, final && !r.any_candidate,
      subtract_within_range(r.limit, add_within_range(r.spent, r.reserved))};
}

} // namespace

budget_book::budget_book(std::vector<budget> rules,
                         std::shared_ptr<const time_zone> zone)
    : calendar_{std::move(zone)}, index_{{}} {
  replace(std::move(rules));
}

void budget_book::replace(std::vector<budget> rules) {
  std::vector<entry> entries;
  entries.reserve(rules.size());
  for (const budget& rule : rules) {
    const auto old = index_.find(rule.name);
    const bool kept = old && rules_[*old].period == rule.period;
    entries.push_back(kept ? std::exchange(entries_[*old], fresh(rule.period))
                           : fresh(rule.period));
  }
  rules_ = std::move(rules);
  entries_ = std::move(entries);
  index_ = budget_index{rules_};
  places_.clear();
  for (std::uint32_t place = 0; place < entries_.size(); ++place)
    places_.emplace(entries_[place].id, place);
}

std::variant<budget_claim, budget_refusal> budget_book::reserve(
    const spender& who, std::optional<money> amount, wall_time now) {
  budget_claim claim{{}, not_negative(amount.value_or(money{}))};
  index_.find(rules_, who, claim.budgets);
  std::optional<budget_refusal> refused;
  for (const std::uint32_t place : claim.budgets) {
    const budget& rule = rules_[place];
    if (!rule.is_hard())
      continue;
    budget_account& account = turned(place, now);
    if (amount && account.fits(rule, claim.amount))
      continue;
    if (amount)
      account.refused(rule, now, events_);
    budget_refusal why = refusal(place, who, amount);
    if (!refused || rank(why) < rank(*refused))
      refused = std::move(why);
  }
  if (refused)
    return *std::move(refused);
  for (std::uint32_t& budget : claim.budgets) {
    entries_[budget].account.reserve(claim.amount);
    budget = entries_[budget].id;
  }
  return claim;
}

void budget_book::settle(const budget_claim& claim, money cost, wall_time now) {
  release(claim);
  for (const std::uint32_t id : claim.budgets)
    if (const auto found = places_.find(id); found != places_.end())
      charge(found->second, cost, now);
}

void budget_book::release(const budget_claim& claim) {
  for (const std::uint32_t id : claim.budgets)
    if (const auto found = places_.find(id); found != places_.end())
      entries_[found->second].account.release(claim.amount);
}

void budget_book::spend(const spender& who, money cost, wall_time now) {
  std::vector<std::uint32_t> places;
  index_.find(rules_, who, places);
  for (const std::uint32_t place : places)
    charge(place, cost, now);
}

void budget_book::restore(const std::string& budget, money spent,
                          wall_time at) {
  if (const auto place = index_.find(budget))
    entries_[*place].account.restore(rules_[*place], calendar_,
                                     not_negative(spent), at);
}

void budget_book::restore(const fired_mark& mark) {
  if (const auto place = index_.find(mark.budget))
    entries_[*place].account.restore(rules_[*place], calendar_, mark);
}

std::vector<budget_event> budget_book::take_events() {
  return std::exchange(events_, {});
}

std::vector<budget_report> budget_book::report(wall_time now) const {
  std::vector<budget_report> out;
  out.reserve(rules_.size());
  calendar when = calendar_;
  for (std::size_t place = 0; place < rules_.size(); ++place) {
    const budget& rule = rules_[place];
    const time_span span = when.at(rule.period, now);
    out.push_back(entries_[place].account.report(rule, span, now));
  }
  return out;
}

budget_book::entry budget_book::fresh(const period& p) {
  return {next_id_++, budget_account{p}};
}

budget_account& budget_book::turned(std::uint32_t place, wall_time now) {
  budget_account& account = entries_[place].account;
  account.turn(rules_[place], calendar_, now);
  return account;
}

void budget_book::charge(std::uint32_t place, money cost, wall_time now) {
  turned(place, now).charge(rules_[place], not_negative(cost), now, events_);
}

budget_refusal budget_book::refusal(std::uint32_t place, const spender& who,
                                    std::optional<money> amount) const {
  const budget& rule = rules_[place];
  const budget_account& account = entries_[place].account;
  budget_refusal out;
  out.why = amount ? budget_refusal::reason::over_limit
                   : budget_refusal::reason::unpriced;
  out.budget = rule.name;
  out.model = who.model;
  out.action = rule.action;
  out.any_candidate = amount && !rule.scope.depends_on_candidate();
  out.limit = rule.limit;
  out.spent = account.spent();
  out.reserved = account.reserved();
  out.wanted = not_negative(amount.value_or(money{}));
  out.period = rule.period;
  if (has_end(rule.period))
    out.resets = account.end();
  return out;
}

} // namespace bellwether::domain
