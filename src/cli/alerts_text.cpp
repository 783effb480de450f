#include "cli/alerts_text.hpp"

#include "settings/text_table.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

namespace bellwether::cli {

using json = nlohmann::ordered_json;
using settings::text_table;

namespace {

std::string text_or(const json& value, const std::string& otherwise) {
  return value.is_string() ? value.get<std::string>() : otherwise;
}

/// "2026-11-23 14:05" of "2026-11-23T14:05:00Z".
std::string moment(const json& value) {
  auto text = text_or(value, "-").substr(0, 16);
  if (const auto t = text.find('T'); t != std::string::npos)
    text[t] = ' ';
  return text;
}

std::string state(const json& alert) {
  if (alert.at("acknowledged").is_object())
    return "seen by " + alert["acknowledged"].at("by").get<std::string>();
  return alert.at("state").get<std::string>();
}

std::string number(const json& alert) {
  return alert.at("number").is_number()
             ? std::to_string(alert["number"].get<long long>())
             : "-";
}

std::string active_text(const json& all) {
  if (all.empty())
    return "Nothing is wrong.\n";
  text_table out{{{"NO", text_table::align::right},
                  {"SEVERITY"},
                  {"STATE"},
                  {"SINCE (UTC)"},
                  {"WHAT"}}};
  for (const auto& each : all)
    out.add({number(each), each.at("severity").get<std::string>(), state(each),
             moment(each.at("since")), each.at("title").get<std::string>()});
  return out.to_string();
}

std::string history_text(const json& all) {
  if (all.empty())
    return {};
  text_table out{
      {{"NO", text_table::align::right}, {"SINCE (UTC)"}, {"UNTIL"}, {"WHAT"}}};
  for (const auto& each : all)
    out.add({number(each), moment(each.at("since")),
             moment(each.at("resolved_at")),
             each.at("title").get<std::string>()});
  return "\nOver:\n" + out.to_string(2);
}

std::string sinks_text(const json& all) {
  if (all.empty())
    return "\nNobody is told: the configuration has no sinks under "
           "\"alerts\".\n";
  text_table out{{{"SINK"},
                  {"KIND"},
                  {"FROM"},
                  {"STATE"},
                  {"WAITING", text_table::align::right},
                  {"DELIVERED", text_table::align::right},
                  {"FAILED", text_table::align::right},
                  {"PROBLEM"}}};
  for (const auto& each : all)
    out.add({each.at("name").get<std::string>(),
             each.at("kind").get<std::string>(),
             each.at("min_severity").get<std::string>(),
             each.at("state").get<std::string>(),
             settings::with_commas(each.at("waiting").get<long long>()),
             settings::with_commas(each.at("delivered").get<long long>()),
             settings::with_commas(each.at("failed").get<long long>()),
             text_or(each.at("problem"), "")});
  return "\nTold are:\n" + out.to_string(2);
}

/// Whom a silence is about, in words.
std::string scope(const json& silence) {
  const auto rule = text_or(silence.at("rule"), "all alerts");
  const auto entity = text_or(silence.at("entity"), "");
  return entity.empty() ? rule : rule + " of " + entity;
}

std::string silences_text(const json& all) {
  std::string out;
  for (const auto& each : all)
    out += fmt::format(
        "\nSilence {}: {} until {} UTC{}\n", each.at("id").get<long long>(),
        scope(each), moment(each.at("until")),
        each.at("reason").is_string() ? ", " + each["reason"].get<std::string>()
                                      : std::string{});
  return out;
}

} // namespace

std::string alerts_text(const json& alerts) {
  auto out =
      active_text(alerts.at("active")) + history_text(alerts.at("history"))
      + silences_text(alerts.at("silences")) + sinks_text(alerts.at("sinks"));
  if (alerts.at("problem").is_string())
    out += "\nAlerts cannot be kept: " + alerts["problem"].get<std::string>()
           + "\n";
  return out;
}

std::string sink_test_text(const json& said) {
  const auto sink = said.at("sink").get<std::string>();
  const auto took = said.at("took_ms").get<long long>();
  const auto status = said.at("status").is_number() ? fmt::format(
                          " with {}", said["status"].get<long long>())
                                                    : std::string{};
  if (said.at("delivered") == true)
    return fmt::format("{} took the test alert{} in {} ms\n", sink, status,
                       took);
  return fmt::format("{} did not take the test alert{} ({} ms): {}\n", sink,
                     status, took, text_or(said.at("answer"), "no answer"));
}

std::string silence_text(const json& silence) {
  const auto id = silence.at("id").get<long long>();
  return fmt::format(
      "silence {}: nobody is told of {} until {} UTC; it ends "
      "with `bellwether alerts unsilence {}`\n",
      id, scope(silence), moment(silence.at("until")), id);
}

} // namespace bellwether::cli
