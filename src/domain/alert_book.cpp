#include "domain/alert_book.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace bellwether::domain {

namespace {

using std::chrono::milliseconds;

constexpr unsigned most_doublings = 4;
constexpr std::chrono::hours flap_memory{1};

/// 0 if the clock went back meanwhile.
milliseconds between(wall_time from, wall_time to) {
  return std::max(to - from, milliseconds{0});
}

/// What flaps has to be gone for longer each time.
milliseconds clear_time(const alert_policy& policy, unsigned flaps) {
  return policy.clear_for * (1U << std::min(flaps, most_doublings));
}

severity worse(severity than) {
  return than == severity::critical
             ? than
             : static_cast<severity>(static_cast<int>(than) + 1);
}

/// 0 stands for never.
bool is_due(milliseconds after, wall_time since, wall_time now) {
  return after > milliseconds{0} && between(since, now) >= after;
}

/// A clock that went back starts the waits that run anew: else they would last
/// for as long as it went back.
void not_later_than(wall_time now, alert& it) {
  if (it.gone)
    it.gone = std::min(*it.gone, now);
  if (it.state == alert_state::pending)
    it.began = std::min(it.began, now);
}

} // namespace

alert_book::alert_book(alert_policies policies, std::uint64_t last_number)
    : policies_{std::move(policies)}, last_number_{last_number} {}

void alert_book::restore(std::vector<alert> known) {
  for (auto& each : known) {
    if (each.resolved)
      remember(each);
    else if (each.is_open())
      lives_[each.what.key].now = std::move(each);
  }
}

std::vector<notification> alert_book::update(
    wall_time now, const std::vector<condition>& present,
    const std::function<bool(const alert_key&)>& silenced) {
  std::vector<notification> out;
  std::map<alert_key, const condition*> seen;
  for (const auto& each : present)
    seen.emplace(each.key, &each);
  std::erase_if(remembered_, [now](const auto& each) {
    return between(each.second.at, now) >= flap_memory;
  });
  for (auto at = lives_.begin(); at != lives_.end();) {
    not_later_than(now, at->second.now);
    const auto found = seen.find(at->first);
    const bool gone = found == seen.end();
    const bool another =
        !gone && found->second->occurrence != at->second.now.what.occurrence;
    if (!gone && !another)
      see(at->second, *found->second, now);
    const bool over = (gone || another) && miss(at->second, now, another, out);
    at = over ? lives_.erase(at) : std::next(at);
  }
  for (const auto& [key, what] : seen)
    if (!lives_.contains(key))
      take_in(*what, now);
  for (auto& [key, each] : lives_)
    proceed(each, now, silenced(key), out);
  return out;
}

/// It is there still, or again.
void alert_book::see(life& of, const condition& what, wall_time now) {
  auto& it = of.now;
  if (it.gone) {
    it.gone.reset();
    ++it.flaps;
    of.changed = true;
  }
  const auto level = policies_[what.key.rule].level.value_or(what.level);
  const auto present =
      it.state == alert_state::escalated ? worse(level) : level;
  of.changed = of.changed || it.level != present;
  it.level = present;
  const auto since = std::min(it.what.since, what.since);
  it.what = what;
  it.what.since = std::min(since, now);
}

/// It is not there; true: it is over, and forgotten.
bool alert_book::miss(life& of, wall_time now, bool another,
                      std::vector<notification>& news) {
  auto& it = of.now;
  if (!it.is_open())
    return true;
  if (!it.gone) {
    it.gone = now;
    of.changed = true;
  }
  const auto& policy = policies_[it.what.key.rule];
  if (!another && between(*it.gone, now) < clear_time(policy, it.flaps))
    return false;
  it.state = alert_state::resolved;
  it.resolved = now;
  if (it.told)
    tell(of, alert_step::resolved, now, news);
  if (!another)
    remember(it);
  ended_.push_back(std::move(it));
  return true;
}

/// What flapped last counts; bounded as the lives are.
void alert_book::remember(const alert& over) {
  const auto known = remembered_.find(over.what.key);
  if (known == remembered_.end() && remembered_.size() >= most)
    return;
  auto& it = remembered_[over.what.key];
  if (it.at <= *over.resolved)
    it = {*over.resolved, over.flaps};
}

void alert_book::take_in(const condition& what, wall_time now) {
  if (lives_.size() >= most) {
    ++overflowed_;
    return;
  }
  auto& it = lives_[what.key].now;
  it.what = what;
  it.what.since = std::min(what.since, now);
  it.level = policies_[what.key.rule].level.value_or(what.level);
  it.began = now;
  if (const auto before = remembered_.find(what.key);
      before != remembered_.end())
    it.flaps = before->second.flaps + 1;
}

/// What time alone brings.
void alert_book::proceed(life& of, wall_time now, bool silenced,
                         std::vector<notification>& news) {
  auto& it = of.now;
  const auto& policy = policies_[it.what.key.rule];
  if (it.state == alert_state::pending
      && between(it.began, now) >= policy.lasting)
    fire(of, now);
  if (!it.is_open() || it.gone)
    return;
  const bool waits = !it.acknowledged;
  if (waits && it.state == alert_state::firing
      && is_due(policy.escalate_after, *it.fired, now)) {
    it.state = alert_state::escalated;
    it.escalated = now;
    it.level = worse(it.level);
    of.changed = true;
    if (!silenced)
      return tell(of, it.told ? alert_step::escalated : alert_step::fired, now,
                  news);
  }
  if (silenced)
    return;
  if (!it.told)
    tell(of, alert_step::fired, now, news);
  else if (waits && it.escalated && *it.told < *it.escalated)
    tell(of, alert_step::escalated, now, news); // while it was silenced
  else if (waits && is_due(policy.repeat_every, *it.told, now))
    tell(of, alert_step::repeated, now, news);
}

void alert_book::fire(life& of, wall_time now) {
  of.now.number = ++last_number_;
  of.now.state = alert_state::firing;
  of.now.fired = now;
  of.changed = true;
}

void alert_book::tell(life& of, alert_step step, wall_time now,
                      std::vector<notification>& news) {
  // Never before its escalation, or a clock that went back would tell for ever.
  of.now.told = std::max(now, of.now.escalated.value_or(now));
  of.changed = true;
  news.push_back({step, of.now});
}

bool alert_book::acknowledge(std::uint64_t number, std::string by,
                             wall_time now) {
  for (auto& [key, each] : lives_)
    if (each.now.number == number && each.now.is_open()) {
      each.now.acknowledged = {std::move(by), now};
      each.changed = true;
      return true;
    }
  return false;
}

std::vector<alert> alert_book::alerts() const {
  std::vector<alert> out;
  for (const auto& [key, each] : lives_)
    out.push_back(each.now);
  return out;
}

std::vector<alert> alert_book::take_changed() {
  auto out = std::exchange(ended_, {});
  for (auto& [key, each] : lives_)
    if (std::exchange(each.changed, false) && each.now.number != 0)
      out.push_back(each.now);
  return out;
}

} // namespace bellwether::domain
