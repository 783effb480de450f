#include "cli/status_text.hpp"

#include "domain/rfc3339.hpp"
#include "settings/text_table.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <vector>

namespace bellwether::cli {

using nlohmann::json;
using settings::with_commas;

namespace {

std::string text_or(const json& value, const std::string& otherwise) {
  return value.is_string() ? value.get<std::string>() : otherwise;
}

std::string duration(double seconds) {
  if (seconds < 120)
    return fmt::format("{:.0f} s", seconds);
  if (seconds < 2 * 3600)
    return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.0f} h", seconds / 3600);
}

std::string last_seen(const json& provider, const json& now) {
  const auto then =
      domain::read_rfc3339(text_or(provider.at("last_check"), ""));
  const auto present = domain::read_rfc3339(text_or(now, ""));
  if (!then || !present)
    return "never";
  const std::chrono::duration<double> ago = *present - *then;
  return duration(std::max(0.0, ago.count())) + " ago";
}

std::string hold(const json& of) {
  const auto seconds = of.value("hold_seconds", 0.0);
  return seconds > 0 ? duration(std::max(1.0, seconds)) : "-";
}

std::string percent(double value) {
  // Rounded up it would claim what is not so.
  auto text = fmt::format("{:.3f}", value);
  while (text.ends_with('0'))
    text.pop_back();
  if (text.ends_with('.'))
    text.pop_back();
  return (text == "100" && value < 100 ? "99.999" : text) + " %";
}

std::string error_rate(const json& of) {
  return fmt::format("{:.1f} %", 100 * of.at("error_rate").get<double>());
}

/// Of the slowest model.
std::string first_token(const json& provider) {
  std::optional<double> slowest;
  for (const auto& model : provider.at("models"))
    if (const auto& p95 = model.at("first_token_ms").at("p95"); p95.is_number())
      slowest = std::max(slowest.value_or(0), p95.get<double>());
  return slowest ? fmt::format("{:.0f} ms", *slowest) : "-";
}

std::string table(const json& health) {
  using align = settings::text_table::align;
  settings::text_table out{{{"PROVIDER"},
                            {"STATE"},
                            {"HELD", align::right},
                            {"RUNNING", align::right},
                            {"LIMIT", align::right},
                            {"ATTEMPTS", align::right},
                            {"FAILED", align::right},
                            {"ERROR RATE", align::right},
                            {"FIRST p95", align::right},
                            {"LAST SEEN", align::right}}};
  for (const auto& provider : health.at("providers")) {
    out.add({provider.at("name"), provider.at("state"), hold(provider),
             with_commas(provider.at("in_flight")),
             with_commas(provider.at("limit")),
             with_commas(provider.at("attempts")),
             with_commas(provider.at("failures")), error_rate(provider),
             first_token(provider),
             last_seen(provider, health.at("timestamp"))});
    for (const auto& model : provider.at("models"))
      if (model.at("healthy") == false)
        out.add({"  " + model.at("name").get<std::string>(), model.at("state"),
                 hold(model), "", "", "", "", error_rate(model)});
  }
  return out.to_string();
}

/// What a state means to somebody who has to act on it, or not.
std::string meaning(const std::string& state, const std::string& until) {
  if (state == "open")
    return "is down and left alone" + until;
  if (state == "half_open")
    return "is to prove itself: the next call or probe decides";
  if (state == "rate_limited")
    return "limits its rate; calls go elsewhere" + until;
  if (state == "misconfigured")
    return "needs you: mend its key, account or model name";
  return "is " + state;
}

void add_hint(std::string& to, const std::string& who, const json& of) {
  if (of.at("healthy") == true)
    return;
  const auto until = of.at("hold_until").is_string()
                         ? " until " + of["hold_until"].get<std::string>()
                         : std::string{};
  to += who + " " + meaning(of.at("state"), until);
  const auto reason = text_or(of.at("reason"), "");
  to += reason.empty() ? ".\n" : ": " + reason + "\n";
}

std::string hints(const json& health) {
  std::string out;
  for (const auto& provider : health.at("providers")) {
    const std::string name = provider.at("name");
    add_hint(out, name, provider);
    for (const auto& model : provider.at("models"))
      add_hint(out, model.at("name").get<std::string>() + " at " + name, model);
  }
  return out.empty() ? out : "\n" + out;
}

std::string objective(const json& availability) {
  if (!availability.is_object())
    return {};
  const double aim = availability.at("objective_percent");
  if (!availability.at("availability_percent").is_number())
    return fmt::format("no requests in 30 days (objective {})\n", percent(aim));
  const double left = availability.at("budget_left_percent");
  const auto budget =
      left < 0 ? "the error budget is overspent"
               : fmt::format("{:.0f} % of the error budget left", left);
  const long long saved = availability.at("saved_requests");
  return fmt::format(
      "{} of {} requests answered in 30 days (objective {}, {}){}\n",
      percent(availability.at("availability_percent").get<double>()),
      with_commas(availability.at("requests")), percent(aim), budget,
      saved > 0 ? fmt::format("; {} saved by rerouting", with_commas(saved))
                : std::string{});
}

} // namespace

std::string status_text(const json& health) {
  return table(health) + hints(health) + "\n"
         + health.at("overall_health").get<std::string>() + "\n"
         + objective(health.at("availability"));
}

} // namespace bellwether::cli
