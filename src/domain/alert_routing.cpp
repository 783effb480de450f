#include "domain/alert_routing.hpp"

#include <algorithm>

namespace bellwether::domain {

namespace {

template <class Value>
bool holds(const std::vector<Value>& all, const Value& one) {
  return std::ranges::find(all, one) != all.end();
}

bool fits(const sink_filter& sink, const alert& of) {
  if (!sink.rules.empty() && !holds(sink.rules, of.what.key.rule))
    return false;
  return std::ranges::all_of(sink.labels, [&](const auto& wanted) {
    const auto found = of.what.labels.find(wanted.first);
    return found != of.what.labels.end() && holds(wanted.second, found->second);
  });
}

} // namespace

bool wants(const sink_filter& sink, const notification& n,
           const alert_policy& policy) {
  // Of an end those are asked who had the beginning: nothing else counts.
  if (n.step == alert_step::resolved)
    return sink.tells_end && (!policy.notice || sink.keeps_incidents);
  if (!policy.sinks.empty())
    return holds(policy.sinks, sink.name);
  return n.about.level >= sink.least && fits(sink, n.about);
}

} // namespace bellwether::domain
