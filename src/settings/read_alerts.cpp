#include "domain/nearest.hpp"
#include "settings/alert_sections.hpp"
#include "settings/base_url.hpp"
#include "settings/range.hpp"
#include "settings/shown_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <unistd.h>

namespace bellwether::settings {

namespace {

constexpr std::size_t longest_instance = 100;
constexpr std::int64_t most_messages = 1'000;
constexpr std::int64_t longest_window_s = 86'400;

/// "bellwether" where the machine does not say.
std::string host_name() {
  std::array<char, 65> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0 || name.front() == '\0')
    return "bellwether";
  return name.data();
}

void read_instance(object_reader& alerts, std::string& out) {
  out = host_name();
  std::string text;
  if (!alerts.text("instance", text))
    return;
  if (const auto error = name_error(text, "@:/ ");
      !error.empty() || text.size() > longest_instance)
    alerts.refuse("instance",
                  "is " + shown(text) + ", must be a name of 1 to 100 letters, "
                                        "digits, blanks and . _ - @ : /");
  else
    out = text;
}

void read_dashboard(object_reader& alerts, std::string& out) {
  if (!alerts.text("dashboard_url", out))
    return;
  const bool is_url = out.starts_with("http://") || out.starts_with("https://");
  const bool is_plain = std::ranges::all_of(out, [](char c) {
    return c > 0x20 && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '|';
  });
  if (!is_url || !is_plain)
    alerts.refuse("dashboard_url",
                  "is " + shown(out)
                      + ", must be a URL that starts with http:// or https://");
  while (out.ends_with('/'))
    out.pop_back();
}

void read_flood(object_reader flood, domain::flood_policy& out) {
  flood.whole("messages", out.messages, {1, most_messages});
  std::int64_t seconds = 0;
  if (flood.whole("window_s", seconds, {1, longest_window_s, "seconds"}))
    out.window = std::chrono::seconds{seconds};
}

/// The names of the sinks, and of those among them that open incidents.
struct sink_names {
  std::vector<std::string> all;
  std::vector<std::string> incidents;
};

sink_names names_of(std::span<const member> sinks) {
  sink_names out;
  for (const auto& each : sinks) {
    out.all.push_back(each.key);
    const auto* kind = each.value.find("kind");
    if (kind != nullptr && kind->text == to_string(sink_kind::pagerduty))
      out.incidents.push_back(each.key);
  }
  return out;
}

void read_digest(object_reader digest, const sink_names& sinks,
                 digest_settings& out) {
  read_time_of_day(digest, "at", out.at);
  read_sink_names(digest, "sinks", sinks.all, out.sinks);
  for (const auto& name : out.sinks)
    if (std::ranges::find(sinks.incidents, name) != sinks.incidents.end())
      digest.refuse("sinks", "names " + shown(name)
                                 + ", which is of kind pagerduty: a digest is "
                                   "no incident");
}

} // namespace

bool read_time_of_day(object_reader& from, std::string_view key,
                      std::chrono::minutes& out) {
  std::string text;
  if (!from.text(key, text))
    return false;
  int hours = -1;
  int minutes = -1;
  const auto* end = text.data() + text.size();
  const auto hour = std::from_chars(text.data(), end, hours);
  const bool colon =
      text.size() == 5 && hour.ptr == text.data() + 2 && *hour.ptr == ':';
  const bool good =
      colon && std::from_chars(hour.ptr + 1, end, minutes).ptr == end
      && hours >= 0 && hours <= 23 && minutes >= 0 && minutes <= 59;
  if (good)
    out = std::chrono::hours{hours} + std::chrono::minutes{minutes};
  else
    from.refuse(key, "is " + shown(text)
                         + ", must be a time of the day such as \"09:00\"");
  return good;
}

void read_sink_names(object_reader& from, std::string_view key,
                     const std::vector<std::string>& known,
                     std::vector<std::string>& out) {
  from.texts(key, out);
  for (const auto& name : out)
    if (std::ranges::find(known, name) == known.end()) {
      const auto meant = domain::nearest(name, known);
      from.refuse(key, "names " + shown(name) + ", which is not among the sinks"
                           + (meant.empty() ? std::string{}
                                            : "; did you mean " + meant + "?"));
    }
}

std::vector<std::string> rule_words() {
  std::vector<std::string> out;
  for (const auto rule : domain::all_alert_rules())
    out.emplace_back(to_string(rule));
  return out;
}

void read_alerts(object_reader alerts, const surroundings& around,
                 settings& out) {
  auto& to = out.alerts;
  read_instance(alerts, to.instance);
  read_dashboard(alerts, to.dashboard_url);
  const auto names = names_of(alerts.named("sinks"));
  read_alert_sinks(alerts.object("sinks"), around, out);
  read_alert_rules(alerts.object("rules"), names.all, to.rules);
  read_silence_windows(alerts, to.silences);
  read_digest(alerts.object("digest"), names, to.digest);
  read_flood(alerts.object("flood"), to.flood);
  // A digest for one that was left out has nowhere to go.
  std::erase_if(to.digest.sinks, [&](const auto& name) {
    return std::ranges::find(to.sinks, name, &alert_sink::name)
           == to.sinks.end();
  });
}

} // namespace bellwether::settings
