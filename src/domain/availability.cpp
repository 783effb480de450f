#include "domain/availability.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bellwether::domain {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::size_t most_minutes = 360;
constexpr std::size_t most_hours = 720;

struct window {
  std::string_view name;
  minutes length;
  bool of_hours;
};

constexpr std::array<window, 4> windows{{{"5m", minutes{5}, false},
                                         {"1h", hours{1}, false},
                                         {"6h", hours{6}, false},
                                         {"30d", hours{720}, true}}};

std::int64_t hour_of(minutes at) {
  return std::chrono::floor<hours>(at).count();
}

// A clock that ran back stands still for as long.
template <class Slices>
std::int64_t latest(const Slices& all, std::int64_t now) {
  return all.empty() ? now : std::max(now, all.back().number);
}

template <class Slices>
std::int64_t oldest_hour(const Slices& all, minutes at) {
  return latest(all, hour_of(at)) - static_cast<std::int64_t>(most_hours) + 1;
}

std::optional<double> burn_rate(const success_count& c, double objective) {
  if (c.total() == 0)
    return std::nullopt;
  const double bad =
      static_cast<double>(c.bad) / static_cast<double>(c.total());
  return bad / (1.0 - objective);
}

void count_providers(std::vector<success_count>& each,
                     const finished_call& call, bool good) {
  for (const std::size_t p : call.failed_at)
    if (p < each.size())
      ++each[p].bad;
  if (!call.answered_by || *call.answered_by >= each.size())
    return;
  // A stream that broke was no answer, and counts once.
  if (good)
    ++each[*call.answered_by].good;
  else if (std::ranges::count(call.failed_at, *call.answered_by) == 0)
    ++each[*call.answered_by].bad;
}

void count(availability_counts& to, const finished_call& call, bool good) {
  ++(good ? to.callers.good : to.callers.bad);
  to.saved += good && !call.failed_at.empty() ? 1 : 0;
  count_providers(to.providers, call, good);
}

} // namespace

std::optional<double> success_count::share_good() const {
  if (total() == 0)
    return std::nullopt;
  return static_cast<double>(good) / static_cast<double>(total());
}

success_count& success_count::operator+=(const success_count& other) {
  good += other.good;
  bad += other.bad;
  return *this;
}

availability_counts& availability_counts::operator+=(
    const availability_counts& other) {
  callers += other.callers;
  saved += other.saved;
  providers.resize(std::max(providers.size(), other.providers.size()));
  for (std::size_t i = 0; i < other.providers.size(); ++i)
    providers[i] += other.providers[i];
  return *this;
}

availability::availability(std::size_t providers, double objective)
    : providers_{providers}, objective_{objective} {}

void availability::add(const finished_call& call, minutes at) {
  const call_verdict verdict = judge(call);
  if (verdict == call_verdict::no_matter)
    return;
  const bool good = verdict == call_verdict::good;
  count(slice_for(minutes_, at.count(), most_minutes), call, good);
  count(slice_for(hours_, hour_of(at), most_hours), call, good);
}

std::vector<availability_report> availability::report(minutes at) const {
  std::vector<availability_report> out;
  for (const window& w : windows) {
    const auto from = w.of_hours
                          ? oldest_hour(hours_, at)
                          : latest(minutes_, at.count()) - w.length.count() + 1;
    availability_report r{.window = w.name,
                          .length = w.length,
                          .counts = sum(w.of_hours ? hours_ : minutes_, from),
                          .burn_rate = std::nullopt};
    r.burn_rate = burn_rate(r.counts.callers, objective_);
    out.push_back(std::move(r));
  }
  return out;
}

availability_counts availability::last_day(minutes at) const {
  constexpr std::int64_t day = 24;
  return sum(hours_, latest(hours_, hour_of(at)) - day + 1);
}

double availability::budget_left(minutes at) const {
  const auto all = sum(hours_, oldest_hour(hours_, at));
  return 1.0 - burn_rate(all.callers, objective_).value_or(0.0);
}

std::vector<availability_hour> availability::remember(minutes at) const {
  const std::int64_t oldest = oldest_hour(hours_, at);
  std::vector<availability_hour> out;
  for (const slice& s : hours_)
    if (s.number >= oldest)
      out.push_back({s.number, s.counts});
  return out;
}

void availability::recall(const std::vector<availability_hour>& hours,
                          minutes at) {
  const std::int64_t newest = hour_of(at);
  auto sorted = hours;
  std::ranges::stable_sort(sorted, {}, &availability_hour::hour);
  for (const availability_hour& h : sorted) {
    // What a clock that was ahead has counted is not long ago.
    const std::int64_t number = std::min(h.hour, newest);
    if (h.counts.providers.size() == providers_
        && number > newest - static_cast<std::int64_t>(most_hours))
      slice_for(hours_, number, most_hours) += h.counts;
  }
}

availability_counts& availability::slice_for(std::deque<slice>& all,
                                             std::int64_t number,
                                             std::size_t most) const {
  if (all.empty() || number > all.back().number) {
    all.push_back({number, {}});
    all.back().counts.providers.resize(providers_);
  }
  const auto kept = all.back().number - static_cast<std::int64_t>(most);
  while (all.front().number <= kept)
    all.pop_front();
  return all.back().counts;
}

availability_counts availability::sum(const std::deque<slice>& all,
                                      std::int64_t from) const {
  availability_counts out;
  out.providers.resize(providers_);
  for (const slice& s : all)
    if (s.number >= from)
      out += s.counts;
  return out;
}

call_verdict judge(const finished_call& call) {
  if (call.status >= 200 && call.status < 300)
    return call_verdict::good;
  if (call.status == 429 || (call.status >= 500 && call.status < 600))
    return call_verdict::bad;
  return call_verdict::no_matter;
}

} // namespace bellwether::domain
