#include "http/control/alert_metrics.hpp"

#include <algorithm>
#include <string>

namespace bellwether::http {

namespace {

using reports = std::vector<actors::sink_report>;

template <class Value>
void write_family(exposition& out, const reports& sinks, const char* name,
                  const char* type, const char* help, Value value) {
  out.family(name, type, help);
  for (const auto& each : sinks)
    out.sample(label("sink", each.name), value(each));
}

void write_sinks(exposition& out, const reports& sinks) {
  write_family(out, sinks, "bellwether_alert_sink_disabled", "gauge",
               "1 while the sink takes nothing and is not asked.",
               [](const auto& each) { return each.now.disabled ? 1 : 0; });
  write_family(out, sinks, "bellwether_alert_messages_waiting", "gauge",
               "Messages that the sink has not taken yet.",
               [](const auto& each) { return each.counts.waiting; });
  write_family(out, sinks, "bellwether_alert_tries_total", "counter",
               "Tries to bring messages to the sink.",
               [](const auto& each) { return each.now.tries; });
  write_family(out, sinks, "bellwether_alert_messages_delivered_total",
               "counter", "Messages that the sink took.",
               [](const auto& each) { return each.now.delivered; });
  write_family(out, sinks, "bellwether_alert_messages_rejected_total",
               "counter", "Messages that the sink will never take.",
               [](const auto& each) { return each.now.rejected; });
  write_family(out, sinks, "bellwether_alert_messages_folded_total", "counter",
               "Messages that went into a digest of many.",
               [](const auto& each) { return each.folded; });
}

void write_open(exposition& out, const std::vector<domain::alert>& active) {
  out.family("bellwether_alerts_open", "gauge",
             "Alerts that fire now, by rule.");
  for (const auto rule : domain::all_alert_rules())
    out.sample(label("rule", std::string{to_string(rule)}),
               std::ranges::count_if(active, [rule](const auto& each) {
                 return each.is_open() && each.what.key.rule == rule;
               }));
}

} // namespace

void write_alerts(exposition& out, const actors::alerts_snapshot& alerts) {
  if (!alerts)
    return;
  const auto& sinks = alerts->sinks;
  write_open(out, alerts->active);
  out.family("bellwether_alerts_overflowed_total", "counter",
             "Conditions that were not taken in because there were too many.");
  out.sample("", alerts->overflowed);
  out.family("bellwether_alerts_failing", "gauge",
             "1 while alerts cannot be kept, and none is sent.");
  out.sample("", alerts->problem.empty() ? 0 : 1);
  if (!sinks.empty())
    write_sinks(out, sinks);
}

} // namespace bellwether::http
