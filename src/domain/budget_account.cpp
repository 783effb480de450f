#include "domain/budget_account.hpp"

#include "domain/money_math.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iterator>

namespace bellwether::domain {

namespace {

using namespace std::chrono_literals;
using kind = budget_event::kind;
using told_set = std::set<std::pair<kind, int>>;

constexpr std::size_t most_periods = 4;
/// Below this share of its amount, in percent, a rolling threshold is set
/// again.
constexpr int set_again_percent = 90;

money amount_at(const budget& rule, int percent) {
  return share_of(not_negative(rule.limit), std::max(percent, 0), 100);
}

// The highest threshold that was told, 0 for none. Lower ones are no news.
int highest_told(const told_set& told) {
  int highest = 0;
  for (const auto& [what, percent] : told)
    if (what == kind::threshold)
      highest = std::max(highest, percent);
  return highest;
}

// What will be spent at the end, if it goes on like that for `elapsed`.
money project(money spent, time_span span, std::chrono::milliseconds elapsed) {
  return share_of(spent, (span.end - span.start).count(), elapsed.count());
}

} // namespace

budget_account::budget_account(const period& p)
    : recent_{p.kind == period_kind::rolling ? p.length : 1min} {}

bool budget_account::fits(const budget& rule, money amount) const {
  const money used = add_within_range(spent(), reserved_);
  return amount == money{} || amount <= subtract_within_range(rule.limit, used);
}

void budget_account::reserve(money amount) {
  reserved_ = add_within_range(reserved_, amount);
}

void budget_account::release(money amount) {
  reserved_ = not_negative(subtract_within_range(reserved_, amount));
}

void budget_account::charge(const budget& rule, money cost, wall_time now,
                            std::vector<budget_event>& events) {
  page().spent = add_within_range(page().spent, cost);
  if (rule.period.kind == period_kind::rolling)
    recent_.add(cost, now);
  tell_thresholds(rule, now, events);
  tell_forecast(rule, now, events);
  tell_spike(rule, cost, now, events);
}

void budget_account::refused(const budget& rule, wall_time now,
                             std::vector<budget_event>& events) {
  if (!page().told.emplace(kind::exhausted, 0).second)
    return;
  refused_at_ = now;
  events.push_back(event(rule, kind::exhausted, now));
}

void budget_account::restore(const budget& rule, calendar& when, money spent,
                             wall_time at) {
  page_of_period& in = restored(rule, when, at);
  in.spent = add_within_range(in.spent, spent);
  if (rule.period.kind == period_kind::rolling)
    recent_.add(spent, at);
  if (rule.spike_factor)
    spikes_.add(spent, at);
}

void budget_account::restore(const budget& rule, calendar& when,
                             const fired_mark& mark) {
  if (mark.what == kind::spike)
    return spikes_.said(mark.period_start + 1h);
  const bool threshold = mark.what == kind::threshold;
  told_set& told = restored(rule, when, mark.period_start).told;
  told.emplace(mark.what, threshold ? mark.percent : 0);
  if (mark.what == kind::exhausted)
    refused_at_ = mark.period_start + rule.period.length;
  // Those below count as told, also when this one is set again.
  if (threshold)
    for (const int percent : rule.thresholds)
      if (percent < mark.percent)
        told.emplace(kind::threshold, percent);
}

budget_report budget_account::report(const budget& rule, time_span span,
                                     wall_time now) const {
  budget_report out{rule, span, {}, reserved_, {}, {}};
  const bool rolls = rule.period.kind == period_kind::rolling;
  const auto key = rolls ? key_ : span.start;
  if (const auto found = periods_.find(key); found != periods_.end()) {
    out.spent = found->second.spent;
    for (const auto& [what, percent] : found->second.told)
      out.told.push_back({rule.name, key, what, percent});
  }
  if (rolls)
    out.spent = recent_.between(span.start, span.end + 1ms);
  if (const auto said = spikes_.said_at(now))
    out.told.push_back({rule.name, *said - 1h, kind::spike, 0});
  // A few minutes say little of a month: they count as a hundredth of it.
  const auto least = (span.end - span.start) / 100;
  if (has_end(rule.period))
    out.projected = project(out.spent, span, std::max(now - span.start, least));
  return out;
}

void budget_account::move(const budget& rule, calendar& when, wall_time now) {
  if (rule.period.kind == period_kind::rolling)
    return roll(rule, now);
  current_ = when.at(rule.period, now);
  key_ = current_.start;
  periods_.try_emplace(key_);
  if (periods_.size() <= most_periods)
    return;
  // A clock that went far back is still where it is.
  const auto oldest = periods_.begin();
  periods_.erase(oldest->first == key_ ? std::next(oldest) : oldest);
}

// A rolling sum is worked out once a minute: what it shrinks by is looked at
// then, and what it grows by is added as it comes.
void budget_account::roll(const budget& rule, wall_time now) {
  const wall_time minute = std::chrono::floor<std::chrono::minutes>(now);
  current_ = {minute, minute + 1min};
  page_of_period& only = periods_[key_];
  only.spent = recent_.between(minute - rule.period.length, current_.end);
  std::erase_if(only.told, [&](const auto& what) {
    if (what.first != kind::threshold)
      return std::chrono::abs(now - refused_at_) >= rule.period.length;
    const money amount = amount_at(rule, what.second);
    return only.spent < share_of(amount, set_again_percent, 100);
  });
}

// A rolling sum is not worked out before all is restored: what was told would
// be set again.
budget_account::page_of_period& budget_account::restored(const budget& rule,
                                                         calendar& when,
                                                         wall_time at) {
  if (rule.period.kind != period_kind::rolling)
    move(rule, when, at);
  current_ = {};
  return periods_[key_];
}

budget_event budget_account::event(const budget& rule, kind what,
                                   wall_time now) const {
  budget_event out;
  out.what = what;
  out.budget = rule.name;
  out.limit = rule.limit;
  out.spent = spent();
  out.span = rule.period.kind == period_kind::rolling
                 ? time_span{now - rule.period.length, now}
                 : current_;
  out.at = now;
  return out;
}

void budget_account::tell_thresholds(const budget& rule, wall_time now,
                                     std::vector<budget_event>& events) {
  page_of_period& in = page();
  if (in.spent == money{})
    return;
  const int told = highest_told(in.told);
  for (const int percent : rule.thresholds) {
    if (percent <= told || in.spent < amount_at(rule, percent))
      continue;
    in.told.emplace(kind::threshold, percent);
    events.push_back(event(rule, kind::threshold, now));
    events.back().percent = percent;
  }
}

void budget_account::tell_forecast(const budget& rule, wall_time now,
                                   std::vector<budget_event>& events) {
  const auto elapsed = now - current_.start;
  if (!rule.forecast_percent || !has_end(rule.period) || elapsed < 1h
      || elapsed < (current_.end - current_.start) / 10)
    return;
  const money projected = project(spent(), current_, elapsed);
  if (projected <= amount_at(rule, *rule.forecast_percent)
      || !page().told.emplace(kind::forecast, 0).second)
    return;
  events.push_back(event(rule, kind::forecast, now));
  events.back().projected = projected;
}

void budget_account::tell_spike(const budget& rule, money cost, wall_time now,
                                std::vector<budget_event>& events) {
  if (!rule.spike_factor)
    return;
  spikes_.add(cost, now);
  const auto found = spikes_.look(*rule.spike_factor, amount_at(rule, 1), now);
  if (!found)
    return;
  events.push_back(event(rule, kind::spike, now));
  events.back().last_hour = found->last_hour;
  events.back().usual_hour = found->usual_hour;
  events.back().span = {now - 1h, now};
}

} // namespace bellwether::domain
