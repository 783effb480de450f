#include "cli/drill_text.hpp"

#include "settings/text_table.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <cmath>
#include <map>

namespace bellwether::cli {

using json = nlohmann::ordered_json;
using settings::with_commas;

namespace {

std::string milliseconds(const json& ms) {
  if (!ms.is_number())
    return "-";
  const double value = ms;
  if (value >= 1000)
    return fmt::format("{:.1f} s", value / 1000);
  return fmt::format("{:.{}f} ms", value, value < 10 ? 1 : 0);
}

std::string minutes(double seconds) {
  const auto whole = std::llround(seconds);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

std::string count(const json& number) {
  return with_commas(number.get<long long>());
}

/// "3 (0.25 %)".
std::string share(const json& part, const json& whole) {
  const auto all = whole.get<double>();
  if (all == 0)
    return count(part);
  return fmt::format("{} ({:.2f} %)", count(part),
                     100 * part.get<double>() / all);
}

std::string dollars(const json& usd) {
  return fmt::format("${:.4f}", usd.get<double>());
}

/// Of a request, until its last attempt began.
const json& added(const json& drill, const char* which) {
  return drill.at("added_latency_ms").at(which);
}

std::string quantiles(const json& of) {
  if (of.at("count") == 0)
    return "-";
  return fmt::format("{} / {} / {}", milliseconds(of.at("p50")),
                     milliseconds(of.at("p95")), milliseconds(of.at("p99")));
}

std::string detected(const json& drill) {
  const auto& after = drill.at("time_to_detect_ms");
  return after.is_null() ? "it was not held out" : milliseconds(after);
}

std::string recovered(const json& drill) {
  if (drill.at("time_to_detect_ms").is_null())
    return "there was nothing to recover from";
  const auto& after = drill.at("time_to_recover_ms");
  return after.is_null() ? "not yet when this was written"
                         : milliseconds(after);
}

/// What callers of the provider would have met.
std::string fault(const json& drill) {
  static const std::map<std::string, std::string> names{
      {"refuse", "connections are refused"},
      {"hang", "nothing comes until the time is up"},
      {"500", "every answer is an error 500"},
      {"429", "every answer is 429, too many requests"},
      {"cut", "answers end before their first text"},
      {"garbage", "what comes is no answer"}};
  const std::string name = drill.at("fault");
  if (name == "slow")
    return "answers come " + milliseconds(drill.at("delay_ms")) + " later";
  const auto found = names.find(name);
  return found == names.end() ? name : found->second;
}

std::string ending(const json& drill) {
  const std::string state = drill.at("state");
  const auto after = minutes(drill.at("elapsed_seconds"));
  if (state == "time_up")
    return "It ran to its end.";
  if (state == "stopped")
    return "It was stopped by hand after " + after + ".";
  if (state == "in_danger")
    return "It stopped by itself after " + after + ", because callers felt it.";
  return "The daemon went out of sight after " + after
         + "; what is told here may be too little.";
}

constexpr const char* how_to_read = R"(
## How to read this

- *Failed* is what callers saw: errors that Bellwether could not avoid, and
  streams that broke. Mistakes of callers and callers that left do not count.
- *Hit by the fault* are requests of which the drill spoilt at least one attempt.
  Once the provider is held out requests go past it and are not hit any more.
- *Added latency* is the time from a request's arrival until its last attempt
  began: what failures and refusals before it took. The others show what it is
  without the fault.
- *Time to detect* runs from the drill's begin until the provider, or the model
  that was hit, was held out; *time to recover* from the fault's end until it was
  closed, healthy, again.
- *Extra spend* is an estimate of what attempts cost that did not answer. The
  fault itself costs nothing: what it spoils is never sent.
)";

} // namespace

std::string drill_progress(const json& drill) {
  return fmt::format(
      "{} of {}  {} requests  {} failed  {} rerouted  added "
      "latency p99 {}",
      minutes(drill.at("elapsed_seconds")), minutes(drill.at("for_seconds")),
      count(drill.at("requests")), count(drill.at("failed")),
      count(drill.at("rerouted")), milliseconds(added(drill, "hit").at("p99")));
}

bool callers_felt(const json& drill) {
  return drill.at("failed") != 0 || drill.at("state") == "in_danger";
}

std::string drill_verdict(const json& drill) {
  const auto requests = count(drill.at("requests"));
  const std::string provider = drill.at("provider");
  if (callers_felt(drill))
    return fmt::format("Callers felt it: {} of {} requests failed.",
                       count(drill.at("failed")), requests);
  if (drill.at("requests") == 0)
    return "Nothing is proved: no request ended while the drill ran.";
  if (drill.at("hit") == 0)
    return fmt::format(
        "Nothing is proved: the fault met none of {} requests; "
        "was {} asked at all?",
        requests, provider);
  if (drill.at("rerouted") == 0 && drill.at("fault") == "slow")
    return fmt::format(
        "No request failed: all {} were answered, but {} of "
        "them waited {} longer for {}.",
        requests, count(drill.at("hit")), milliseconds(drill.at("delay_ms")),
        provider);
  return fmt::format(
      "No caller felt it: all {} requests were answered, {} of "
      "them by another provider.",
      requests, count(drill.at("rerouted")));
}

std::vector<std::pair<std::string, std::string>> drill_figures(
    const json& drill) {
  const auto& all = drill.at("requests");
  return {
      {"requests", count(all)},
      {"failed, as callers saw it", share(drill.at("failed"), all)},
      {"hit by the fault", share(drill.at("hit"), all)},
      {"rerouted to another provider", count(drill.at("rerouted"))},
      {"added latency of those hit, p50 / p95 / p99",
       quantiles(added(drill, "hit"))},
      {"the same of all others, p50 / p95 / p99",
       quantiles(added(drill, "others"))},
      {"time to detect", detected(drill)},
      {"time to recover", recovered(drill)},
      {"extra spend, of all spend in that time",
       dollars(drill.at("extra_usd")) + " of "
           + dollars(drill.at("spent_usd"))},
  };
}

std::string drill_page(const json& record) {
  const auto& drill = record.at("drill");
  const std::string provider = drill.at("provider");
  auto out = fmt::format(
      "# Drill: {} at {}\n\n"
      "A game day on the live daemon. From {} on, for {} minutes,\n"
      "{} % of the attempts at `{}` met this: {}.\n"
      "{} Bellwether {}, control plane {}.\n\n"
      "**{}**\n\n| figure | value |\n| --- | --- |\n",
      drill.at("fault").get<std::string>(), provider,
      record.at("started_at").get<std::string>(),
      minutes(drill.at("for_seconds")), drill.at("share_percent").get<double>(),
      provider, fault(drill), ending(drill),
      record.at("bellwether").get<std::string>(),
      record.at("control").get<std::string>(), drill_verdict(drill));
  for (const auto& [what, value] : drill_figures(drill))
    out += fmt::format("| {} | {} |\n", what, value);
  return out + how_to_read;
}

} // namespace bellwether::cli
