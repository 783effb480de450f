#include "settings/alert_sections.hpp"
#include "settings/shown_value.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::settings {

namespace {

using domain::alert_rule;

constexpr std::int64_t longest_s = 30 * 86'400;
constexpr std::int64_t longest_ms = 3'600'000;
constexpr std::size_t most_windows = 50;

void read_seconds(object_reader& rule, std::string_view key,
                  std::chrono::milliseconds& out) {
  std::int64_t seconds = 0;
  if (rule.whole(key, seconds, {0, longest_s, "seconds"}))
    out = std::chrono::seconds{seconds};
}

void read_runbook(object_reader& rule, std::string& out) {
  if (!rule.text("runbook_url", out))
    return;
  const bool is_plain = std::ranges::all_of(out, [](char c) {
    return c > 0x20 && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '|';
  });
  if (!is_plain
      || (!out.starts_with("https://") && !out.starts_with("http://")))
    rule.refuse("runbook_url",
                "is " + shown(out)
                    + ", must be a URL that starts with http:// or https://");
}

void read_rule(object_reader rule, bool has_limit,
               const std::vector<std::string>& sinks,
               domain::alert_policy& out) {
  rule.flag("enabled", out.enabled);
  domain::severity level{};
  if (rule.choice<domain::severity>("severity", level, severities))
    out.level = level;
  read_seconds(rule, "for_s", out.lasting);
  read_seconds(rule, "clear_s", out.clear_for);
  read_seconds(rule, "escalate_after_s", out.escalate_after);
  read_seconds(rule, "repeat_every_s", out.repeat_every);
  read_runbook(rule, out.runbook_url);
  read_sink_names(rule, "sinks", sinks, out.sinks);
  std::chrono::milliseconds limit{0};
  if (!has_limit)
    rule.forbid("limit_ms", "is for answer_slow and first_token_slow alone");
  else if (rule.duration("limit_ms", limit, {1, longest_ms}))
    out.limit = limit;
}

constexpr std::array<std::string_view, 7> day_words{"sun", "mon", "tue", "wed",
                                                    "thu", "fri", "sat"};

void read_days(object_reader& window, std::vector<std::chrono::weekday>& out) {
  std::vector<std::string> words;
  window.texts("days", words);
  for (const auto& word : words) {
    const auto found = std::ranges::find(day_words, word);
    if (found == day_words.end())
      window.refuse("days", "names " + shown(word)
                                + ", must be a list of mon, tue, wed, thu, fri, "
                                  "sat and sun");
    else
      out.emplace_back(static_cast<unsigned>(found - day_words.begin()));
  }
}

domain::silence_window read_window(object_reader window) {
  domain::silence_window out;
  if (const auto rule = window.word("rule", rule_words()))
    out.rule = static_cast<alert_rule>(*rule);
  window.text("entity", out.entity);
  window.text("reason", out.reason);
  read_days(window, out.days);
  for (const auto& [key, to] :
       {std::pair{"from", &out.from}, std::pair{"until", &out.until}})
    if (!window.has(key))
      window.missing(key, "a time of the day such as \"02:00\"");
    else
      read_time_of_day(window, key, *to);
  return out;
}

} // namespace

void read_alert_rules(object_reader rules,
                      const std::vector<std::string>& sinks,
                      domain::alert_policies& out) {
  for (const auto rule : domain::all_alert_rules()) {
    const bool has_limit =
        rule == alert_rule::answer_slow || rule == alert_rule::first_token_slow;
    if (rules.has(to_string(rule)))
      read_rule(rules.object(to_string(rule)), has_limit, sinks, out[rule]);
    else
      rules.value(to_string(rule)); // known, for the nearest name
  }
}

void read_silence_windows(object_reader& alerts,
                          std::vector<domain::silence_window>& out) {
  const auto items = alerts.list("silences");
  if (items.size() > most_windows)
    alerts.refuse("silences", "has " + std::to_string(items.size())
                                  + " windows, must have at most 50");
  for (const auto& item : items)
    out.push_back(read_window(
        {item,
         alerts.path_of("silences") + "[" + std::to_string(out.size()) + "]",
         alerts.problems()}));
}

} // namespace bellwether::settings
