#include "http/control/alerts_json.hpp"

#include "domain/rfc3339.hpp"
#include "http/control/money_json.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

namespace bellwether::http {

using nlohmann::ordered_json;

namespace {

ordered_json moment(domain::wall_time at) {
  return domain::write_rfc3339_seconds(at);
}

ordered_json moment(const std::optional<domain::wall_time>& at) {
  return at ? moment(*at) : ordered_json(nullptr);
}

ordered_json facts_json(const std::vector<domain::alert_fact>& of) {
  auto out = ordered_json::array();
  for (const auto& fact : of)
    out.push_back({{"name", fact.name}, {"value", fact.value}});
  return out;
}

ordered_json acknowledged_json(const domain::alert& of) {
  if (!of.acknowledged)
    return nullptr;
  return {{"by", of.acknowledged->by}, {"at", moment(of.acknowledged->at)}};
}

ordered_json alert_json(const domain::alert& of) {
  return {{"number",
           of.number == 0 ? ordered_json(nullptr) : ordered_json(of.number)},
          {"state", to_string(of.state)},
          {"severity", to_string(of.level)},
          {"rule", to_string(of.what.key.rule)},
          {"entity", of.what.key.entity},
          {"title", of.what.title},
          {"what", of.what.what},
          {"did", of.what.did},
          {"check", of.what.check},
          {"facts", facts_json(of.what.facts)},
          {"labels", of.what.labels},
          {"since", moment(of.what.since)},
          {"fired_at", moment(of.fired)},
          {"told_at", moment(of.told)},
          {"escalated_at", moment(of.escalated)},
          {"resolved_at", moment(of.resolved)},
          {"gone_since", moment(of.gone)},
          {"flaps", of.flaps},
          {"acknowledged", acknowledged_json(of)}};
}

ordered_json delivery_json(const storage::delivery& of) {
  return {{"number", of.number},
          {"id", of.id},
          {"sink", of.sink},
          {"kind", to_string(of.message.kind)},
          {"alert", of.message.alert == 0 ? ordered_json(nullptr)
                                          : ordered_json(of.message.alert)},
          {"title", of.message.title},
          {"state", to_string(of.state)},
          {"tries", of.tries},
          {"due", of.state == storage::delivery_state::waiting
                      ? moment(of.due)
                      : ordered_json(nullptr)},
          {"ended_at", moment(of.ended)},
          {"status",
           of.status == 0 ? ordered_json(nullptr) : ordered_json(of.status)},
          {"answer", text_or_null(of.answer)}};
}

const char* state_of(const actors::sink_state& of) {
  if (of.disabled)
    return "disabled";
  return of.problem.empty() ? "good" : "failing";
}

ordered_json sink_json(const actors::sink_report& of) {
  return {{"name", of.name},
          {"kind", to_string(of.kind)},
          {"min_severity", to_string(of.least)},
          {"state", state_of(of.now)},
          {"problem", text_or_null(of.now.problem)},
          {"disabled_since", moment(of.now.disabled)},
          {"last_delivered_at", moment(of.now.last_delivered)},
          {"waiting", of.counts.waiting},
          {"oldest_waiting_since", moment(of.counts.oldest)},
          {"delivered", of.counts.delivered},
          {"failed", of.counts.failed},
          {"folded", of.folded}};
}

template <class Rule>
ordered_json rule_json(const Rule& rule) {
  return rule ? ordered_json(to_string(*rule)) : ordered_json(nullptr);
}

ordered_json page_of_silence(const domain::silence& of) {
  return {{"id", of.id},
          {"rule", rule_json(of.rule)},
          {"entity", text_or_null(of.entity)},
          {"reason", text_or_null(of.reason)},
          {"from", moment(of.from)},
          {"until", moment(of.until)}};
}

std::string time_of_day(std::chrono::minutes since_midnight) {
  constexpr int minutes_an_hour = 60;
  return fmt::format("{:02}:{:02}", since_midnight.count() / minutes_an_hour,
                     since_midnight.count() % minutes_an_hour);
}

ordered_json window_json(const domain::silence_window& of) {
  auto days = ordered_json::array();
  for (const auto day : of.days)
    days.push_back(day.iso_encoding());
  return {{"rule", rule_json(of.rule)},
          {"entity", text_or_null(of.entity)},
          {"reason", text_or_null(of.reason)},
          {"iso_weekdays",
           of.days.empty() ? ordered_json(nullptr) : std::move(days)},
          {"from", time_of_day(of.from)},
          {"until", time_of_day(of.until)}};
}

template <class All, class One>
ordered_json list_of(const All& all, const One& one) {
  auto out = ordered_json::array();
  for (const auto& each : all)
    out.push_back(one(each));
  return out;
}

} // namespace

std::string alerts_json(const actors::alerts_report& of) {
  return page_of({{"active", list_of(of.active, alert_json)},
                  {"history", list_of(of.history, alert_json)},
                  {"deliveries", list_of(of.deliveries, delivery_json)},
                  {"silences", list_of(of.silences, page_of_silence)},
                  {"silence_windows", list_of(of.windows, window_json)},
                  {"sinks", list_of(of.sinks, sink_json)},
                  {"overflowed", of.overflowed},
                  {"problem", text_or_null(of.problem)}});
}

std::string silences_json(const actors::alerts_report& of) {
  return page_of({{"silences", list_of(of.silences, page_of_silence)},
                  {"windows", list_of(of.windows, window_json)}});
}

std::string silence_json(const domain::silence& of) {
  return page_of(page_of_silence(of));
}

std::string sink_test_json(const std::string& sink,
                           const actors::sink_test& of) {
  return page_of({{"sink", sink},
                  {"delivered", of.delivered},
                  {"status", of.status == 0 ? ordered_json(nullptr)
                                            : ordered_json(of.status)},
                  {"answer", text_or_null(of.answer)},
                  {"took_ms", of.took.count()}});
}

} // namespace bellwether::http
