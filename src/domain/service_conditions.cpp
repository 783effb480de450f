#include "domain/alert_message.hpp"
#include "domain/condition_parts.hpp"
#include "domain/rfc3339.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

namespace bellwether::domain {

namespace {

using namespace std::chrono_literals;

/// Burn rates above which the 30 days' error budget is soon gone, and the two
/// windows that must show it: the long one that it matters, the short one that
/// it still does. The SRE workbook's figures.
struct burn_rule {
  alert_rule rule;
  severity level;
  const char* short_window;
  const char* long_window;
  double rate;
};
constexpr std::array<burn_rule, 2> burn_rules{
    {{alert_rule::availability_fast_burn, severity::critical, "5m", "1h", 14.4},
     {alert_rule::availability_slow_burn, severity::error, "1h", "6h", 6.0}}};

/// One failure of few calls says nothing.
constexpr std::uint64_t least_failures = 5;

const availability_report* find(const alert_facts& facts,
                                std::string_view window) {
  const auto found = std::ranges::find(facts.availability, window,
                                       &availability_report::window);
  return found == facts.availability.end() ? nullptr : &*found;
}

bool burns(const availability_report* of, double rate) {
  return of != nullptr && of->burn_rate && *of->burn_rate >= rate
         && of->counts.callers.bad >= least_failures;
}

/// "14.4": one decimal.
std::string decimal(double value) {
  const auto tenths = std::llround(value * 10);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string percent(double share) {
  const auto hundredths = static_cast<std::int64_t>(share * 10'000);
  auto decimals = std::to_string(hundredths % 100);
  if (decimals.size() < 2)
    decimals.insert(0, "0");
  return std::to_string(hundredths / 100) + "." + decimals + " %";
}

void add_burn(const burn_rule& rule, const alert_facts& facts,
              std::vector<condition>& to) {
  const auto* brief = find(facts, rule.short_window);
  const auto* whole = find(facts, rule.long_window);
  if (!burns(brief, rule.rate) || !burns(whole, rule.rate))
    return;
  const auto& calls = whole->counts.callers;
  const auto share = calls.share_good().value_or(1.0);
  condition out;
  out.key = {rule.rule, "availability"};
  out.level = rule.level;
  // When the failures began is not known; surely not with the window.
  out.since = facts.now;
  out.title = "Callers feel failures: " + percent(share)
              + " answered in the last " + length_text(whole->length);
  out.what = std::to_string(calls.bad) + " of " + std::to_string(calls.total())
             + " calls of the last " + length_text(whole->length)
             + " were not answered. The objective of "
             + percent(facts.objective) + " allows far fewer: its error budget "
             + "goes " + decimal(*whole->burn_rate) + " times too fast.";
  out.did =
      "Every request is tried at all candidates of its route before it "
      "fails; these had none left, or no time.";
  out.check =
      "Look at GET /health for who is down, and at GET /availability for "
      "what each provider alone would have done.";
  out.facts = {{"answered", std::to_string(calls.good)},
               {"not answered", std::to_string(calls.bad)},
               {std::string{"burn rate, "} + rule.short_window,
                decimal(*brief->burn_rate)},
               {std::string{"burn rate, "} + rule.long_window,
                decimal(*whole->burn_rate)}};
  to.push_back(std::move(out));
}

void add_ledger(const alert_facts& facts, std::vector<condition>& to) {
  if (facts.ledger_problem.empty())
    return;
  condition out;
  out.key = {alert_rule::ledger_failing, "ledger"};
  out.level = facts.ledger_refuses ? severity::critical : severity::error;
  out.since = facts.now;
  out.title = "The ledger cannot be written";
  out.what = "The ledger cannot be written: " + facts.ledger_problem + ".";
  out.did =
      facts.ledger_refuses
          ? "Requests are refused with 503 until it can, as the "
            "configuration wants it (ledger.on_failure)."
          : "Requests are served. What they cost is kept in the journal as "
            "long as it has room, and brought to the file afterwards.";
  out.check =
      "See whether the disk is full or read-only, and whether another "
      "program holds ledger.db in the state folder.";
  to.push_back(std::move(out));
}

void add_keys(const alert_facts& facts, std::vector<condition>& to) {
  if (facts.keys_problem.empty())
    return;
  condition out;
  out.key = {alert_rule::keys_unusable, "keys"};
  out.level = severity::error;
  out.since = facts.now;
  out.title = "The callers' keys have changed and cannot be read";
  out.what = "The key file has changed and cannot be read: "
             + facts.keys_problem + ".";
  out.did =
      "The keys from before stay in force: one that was revoked since then "
      "still works, and a new one does not work yet.";
  out.check = "Run `bellwether keys list`, which names the fault.";
  to.push_back(std::move(out));
}

void add_refusals(const alert_facts::key_refusals& of, const alert_facts& facts,
                  std::vector<condition>& to) {
  constexpr std::uint64_t most_known = 5;
  constexpr std::uint64_t most_unknown = 60;
  const bool unknown = of.key.empty();
  if (of.count < (unknown ? most_unknown : most_known))
    return;
  condition out;
  out.key = {alert_rule::key_abused, unknown ? "unknown keys" : of.key};
  out.level = severity::error;
  out.since = facts.now - 1min;
  out.facts = {{"refused in the last minute", std::to_string(of.count)}};
  if (unknown) {
    out.title = "Somebody knocks with keys that nobody knows";
    out.what = std::to_string(of.count)
               + " requests of the last minute had a key that nobody knows, or "
                 "none.";
    out.check =
        "Either an application was set up wrong, or somebody guesses. "
        "Bellwether keeps no callers' addresses: see your proxy's or "
        "firewall's log.";
  } else {
    out.labels["key"] = of.key;
    out.title = "Key " + of.key + " is used although it was taken back";
    out.what = std::to_string(of.count)
               + " requests of the last minute had the key " + of.key
               + ", which was revoked or replaced.";
    out.check =
        "Either an application has kept the old secret, or it has leaked. "
        "Bellwether keeps no callers' addresses: see your proxy's or "
        "firewall's log.";
  }
  out.did = "Each of them was refused with 401. Nothing was spent.";
  to.push_back(std::move(out));
}

void add_sink(const alert_facts::sink& of, const alert_facts& facts,
              std::vector<condition>& to) {
  constexpr auto most_wait = 5min;
  const bool waits =
      of.oldest && !of.problem.empty() && facts.now - *of.oldest > most_wait;
  if (!of.disabled && !waits)
    return;
  condition out;
  out.key = {alert_rule::delivery_failing, of.name};
  out.level = severity::error;
  out.since = of.disabled ? *of.disabled : *of.oldest;
  out.labels["sink"] = of.name;
  out.title = of.disabled ? "Alerts to " + of.name + " are switched off"
                          : "Alerts do not reach " + of.name;
  out.what = "The sink " + of.name + " takes nothing"
             + (of.problem.empty() ? "." : ": " + of.problem + ".");
  out.did = of.disabled
                ? "Nothing is sent there any more. Its messages are kept."
                : "It is tried again and again, with growing pauses. Its "
                  "messages are kept.";
  const auto test = "`bellwether alerts test --sink " + of.name + "`";
  out.check = of.disabled
                  ? "Mend the URL or the key, then run " + test
                        + ", which switches it on again."
                  : "See whether the service behind it is up and can be "
                    "reached from here. "
                        + test + " tries it at once.";
  out.facts = {{"messages that wait", std::to_string(of.waiting)}};
  to.push_back(std::move(out));
}

void add_crash(const alert_facts& facts, std::vector<condition>& to) {
  if (!facts.crashed)
    return;
  condition out;
  out.key = {alert_rule::daemon_crashed, "daemon"};
  out.occurrence = write_rfc3339_seconds(*facts.crashed);
  out.level = severity::warning;
  out.since = *facts.crashed;
  out.title = "The daemon was started again after it had died";
  out.what = "The daemon before this one was last known to live at "
             + moment_text(*facts.crashed) + ", and did not stop by itself.";
  out.did =
      "Every answer that was given is in the ledger; what was under way is "
      "charged as it was reserved. Alerts that were not sent are sent now.";
  out.check =
      "Look into the system's log for why it died: memory, a signal, a "
      "power failure.";
  to.push_back(std::move(out));
}

} // namespace

void add_service_conditions(const alert_facts& facts,
                            std::vector<condition>& to) {
  for (const auto& rule : burn_rules)
    add_burn(rule, facts, to);
  add_ledger(facts, to);
  add_keys(facts, to);
  for (const auto& each : facts.refused_keys)
    add_refusals(each, facts, to);
  for (const auto& each : facts.sinks)
    add_sink(each, facts, to);
  add_crash(facts, to);
}

} // namespace bellwether::domain
