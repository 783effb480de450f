#include "domain/drill.hpp"

#include "domain/availability.hpp"
#include "domain/quantile.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bellwether::domain {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t most_delays = 10'000;

// A handful of failures may be chance.
constexpr std::uint64_t least_failures = 5;

constexpr std::array<std::pair<drill_fault, std::string_view>, 7> fault_names{
    {{drill_fault::refuse, "refuse"},
     {drill_fault::hang, "hang"},
     {drill_fault::slow, "slow"},
     {drill_fault::server_error, "500"},
     {drill_fault::rate_limit, "429"},
     {drill_fault::cut, "cut"},
     {drill_fault::garbage, "garbage"}}};

milliseconds between(drill_meter::time_point from, drill_meter::time_point to) {
  return std::max(std::chrono::duration_cast<milliseconds>(to - from),
                  milliseconds::zero());
}

// A copy: the quantiles sort, and the drill goes on.
duration_summary summarize(std::vector<std::chrono::nanoseconds> delays) {
  return {.count = delays.size(),
          .p50 = quantile(delays, 0.50),
          .p95 = quantile(delays, 0.95),
          .p99 = quantile(delays, 0.99)};
}

} // namespace

std::string_view to_string(drill_fault f) {
  const auto found = std::ranges::find(
      fault_names, f, &std::pair<drill_fault, std::string_view>::first);
  return found == fault_names.end() ? "unknown" : found->second;
}

std::optional<drill_fault> parse_drill_fault(std::string_view text) {
  const auto found = std::ranges::find(
      fault_names, text, &std::pair<drill_fault, std::string_view>::second);
  if (found == fault_names.end())
    return std::nullopt;
  return found->first;
}

std::string_view to_string(drill_end e) {
  switch (e) {
    case drill_end::running:
      return "running";
    case drill_end::time_up:
      return "time_up";
    case drill_end::stopped:
      return "stopped";
    case drill_end::in_danger:
      return "in_danger";
  }
  return "unknown";
}

drill_meter::drill_meter(const drill_order& order, time_point started)
    : started_{started} {
  report_.order = order;
}

void drill_meter::add(const finished_call& call) {
  const call_verdict verdict = judge(call);
  if (verdict == call_verdict::no_matter || (!running() && !call.drilled))
    return;
  const bool good = verdict == call_verdict::good;
  const bool by_another =
      call.answered_by && *call.answered_by != report_.order.provider;
  ++report_.requests;
  report_.failed += good ? 0 : 1;
  report_.hit += call.drilled ? 1 : 0;
  report_.rerouted += call.drilled && good && by_another ? 1 : 0;
  report_.spent += call.cost.value_or(money{}) + call.extra;
  report_.extra += call.extra;
  auto& delays = call.drilled ? hit_delays_ : other_delays_;
  if (delays.size() < most_delays)
    delays.push_back(call.delay);
}

void drill_meter::held_out(time_point now, std::optional<std::size_t> which) {
  if (!running())
    return;
  if (std::ranges::find(out_, which) == out_.end())
    out_.push_back(which);
  if (!report_.time_to_detect)
    report_.time_to_detect = between(started_, now);
}

void drill_meter::closed(time_point now, std::optional<std::size_t> which) {
  const bool was_out = std::erase(out_, which) > 0;
  // Closed during the fault it has not recovered, only been lucky.
  if (was_out && out_.empty() && ended_)
    report_.time_to_recover = between(*ended_, now);
}

void drill_meter::end(drill_end why, time_point now) {
  if (!running() || why == drill_end::running)
    return;
  report_.end = why;
  ended_ = now;
}

bool drill_meter::in_danger() const {
  return report_.failed >= least_failures
         && report_.failed * 100 > report_.requests;
}

drill_report drill_meter::report(time_point now) const {
  drill_report out = report_;
  out.elapsed = between(started_, ended_.value_or(now));
  out.delay_hit = summarize(hit_delays_);
  out.delay_others = summarize(other_delays_);
  return out;
}

} // namespace bellwether::domain
