#include "storage/alert_json.hpp"

#include "storage/alert_fields.hpp"

#include <utility>

namespace bellwether::storage {

namespace {

using nlohmann::json;

std::string text_of(const json& from) {
  return from.dump(-1, ' ', false, json::error_handler_t::replace);
}

template <class Part>
std::optional<Part> read_text(
    std::string_view text,
    std::optional<Part> (*read)(const nlohmann::json& from)) {
  const auto from = json::parse(text, nullptr, false);
  return read(from);
}

json condition_json(const domain::condition& c) {
  return {{"rule", domain::to_string(c.key.rule)},
          {"entity", c.key.entity},
          {"occurrence", c.occurrence},
          {"level", domain::to_string(c.level)},
          {"since", json_of(c.since)},
          {"title", c.title},
          {"what", c.what},
          {"did", c.did},
          {"check", c.check},
          {"facts", json_of(c.facts)},
          {"labels", c.labels}};
}

std::optional<domain::condition> condition_of(const json& from) {
  field_reader read{from};
  domain::condition out;
  read.word("rule", domain::parse_alert_rule, out.key.rule);
  read.text("entity", out.key.entity);
  read.text("occurrence", out.occurrence);
  read.word("level", domain::parse_severity, out.level);
  read.time("since", out.since);
  read.text("title", out.title);
  read.text("what", out.what);
  read.text("did", out.did);
  read.text("check", out.check);
  read.facts("facts", out.facts);
  read.texts("labels", out.labels);
  return read.good() ? std::optional{std::move(out)} : std::nullopt;
}

json acknowledgement_json(const domain::acknowledgement& a) {
  return {{"by", a.by}, {"at", json_of(a.at)}};
}

std::optional<domain::acknowledgement> acknowledgement_of(const json& from) {
  field_reader read{from};
  domain::acknowledgement out;
  read.text("by", out.by);
  read.time("at", out.at);
  return read.good() ? std::optional{std::move(out)} : std::nullopt;
}

std::optional<domain::alert> alert_of(const json& from) {
  field_reader read{from};
  domain::alert out;
  read.number("number", out.number);
  read.part("about", condition_of, out.what);
  read.word("state", domain::parse_alert_state, out.state);
  read.word("level", domain::parse_severity, out.level);
  read.time("began", out.began);
  read.time("fired", out.fired);
  read.time("escalated", out.escalated);
  read.time("resolved", out.resolved);
  read.time("gone", out.gone);
  read.time("told", out.told);
  read.number("flaps", out.flaps);
  if (read.has("acknowledged"))
    read.part("acknowledged", acknowledgement_of, out.acknowledged.emplace());
  return read.good() ? std::optional{std::move(out)} : std::nullopt;
}

std::optional<domain::alert_message> message_of(const json& from) {
  field_reader read{from};
  domain::alert_message out;
  read.word("kind", domain::parse_message_kind, out.kind);
  read.word("level", domain::parse_severity, out.level);
  read.number("alert", out.alert);
  read.text("rule", out.rule);
  read.text("entity", out.entity);
  read.text("title", out.title);
  read.text("what", out.what);
  read.text("did", out.did);
  read.text("check", out.check);
  read.facts("facts", out.facts);
  read.texts("labels", out.labels);
  read.time("at", out.at);
  read.time("since", out.since);
  read.time("resolved", out.resolved);
  read.text("runbook_url", out.runbook_url);
  return read.good() ? std::optional{std::move(out)} : std::nullopt;
}

std::optional<domain::folded_alerts> folded_of(const json& from) {
  field_reader read{from};
  domain::folded_alerts out;
  read.time("from", out.from);
  read.time("to", out.to);
  read.word("worst", domain::parse_severity, out.worst);
  read.number("count", out.count);
  read.counts("by_rule", out.by_rule);
  read.texts("titles", out.titles);
  return read.good() ? std::optional{std::move(out)} : std::nullopt;
}

} // namespace

std::string write_alert(const domain::alert& a) {
  json out{{"number", a.number},
           {"about", condition_json(a.what)},
           {"state", domain::to_string(a.state)},
           {"level", domain::to_string(a.level)},
           {"began", json_of(a.began)},
           {"fired", json_of(a.fired)},
           {"escalated", json_of(a.escalated)},
           {"resolved", json_of(a.resolved)},
           {"gone", json_of(a.gone)},
           {"told", json_of(a.told)},
           {"flaps", a.flaps}};
  if (a.acknowledged)
    out["acknowledged"] = acknowledgement_json(*a.acknowledged);
  return text_of(out);
}

std::optional<domain::alert> read_alert(std::string_view text) {
  return read_text(text, alert_of);
}

std::string write_message(const domain::alert_message& m) {
  return text_of({{"kind", domain::to_string(m.kind)},
                  {"level", domain::to_string(m.level)},
                  {"alert", m.alert},
                  {"rule", m.rule},
                  {"entity", m.entity},
                  {"title", m.title},
                  {"what", m.what},
                  {"did", m.did},
                  {"check", m.check},
                  {"facts", json_of(m.facts)},
                  {"labels", m.labels},
                  {"at", json_of(m.at)},
                  {"since", json_of(m.since)},
                  {"resolved", json_of(m.resolved)},
                  {"runbook_url", m.runbook_url}});
}

std::optional<domain::alert_message> read_message(std::string_view text) {
  return read_text(text, message_of);
}

std::string write_folded(const domain::folded_alerts& f) {
  return text_of({{"from", json_of(f.from)},
                  {"to", json_of(f.to)},
                  {"worst", domain::to_string(f.worst)},
                  {"count", f.count},
                  {"by_rule", f.by_rule},
                  {"titles", f.titles}});
}

std::optional<domain::folded_alerts> read_folded(std::string_view text) {
  return read_text(text, folded_of);
}

} // namespace bellwether::storage
