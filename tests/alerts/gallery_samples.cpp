#include "alerts/gallery_samples.hpp"

#include "domain/alert_facts.hpp"
#include "domain/alert_flood.hpp"
#include "domain/daily_digest.hpp"

#include <chrono>
#include <cmath>

namespace bellwether::alerts {

namespace {

using namespace std::chrono_literals;
using domain::alert_facts;
using domain::alert_rule;
using domain::alert_step;
using domain::budget_event;
using domain::health_state;
using domain::money;

constexpr double objective = 0.999;
const domain::wall_time now = gallery_now();
constexpr domain::wall_time month{
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 1}};

alert_facts::health health(const char* name, health_state state,
                           const char* cause = "") {
  alert_facts::health out;
  out.name = name;
  out.state = state;
  out.since = now - 70s;
  out.cause = cause;
  return out;
}

alert_facts::provider provider(const alert_facts::health& of) {
  alert_facts::provider out;
  static_cast<alert_facts::health&>(out) = of;
  return out;
}

std::vector<alert_facts::provider> providers() {
  auto openai = provider(health("openai", health_state::open,
                                "server_error 503: The server is overloaded"));
  openai.failures = 5;
  openai.held_until = now + 30s;
  openai.models = {health("gpt-4.1", health_state::closed)};
  auto anthropic = provider(health("anthropic", health_state::misconfigured,
                                   "bad_credentials 401: invalid x-api-key"));
  anthropic.failures = 1;
  anthropic.models = {health("claude-sonnet-4.5", health_state::closed)};
  auto deepseek = provider(health("deepseek", health_state::rate_limited,
                                  "rate_limited 429: too many requests"));
  deepseek.since = now - 11min;
  deepseek.held_until = now + 12s;
  auto google = provider(health("google", health_state::closed));
  google.models = {health("gemini-2.5-pro", health_state::open,
                          "timed_out: no first byte within 30 s"),
                   health("gemini-2.5-flash", health_state::closed)};
  google.models[1].answer_p95 = 21'400ms;
  google.models[1].first_token_p95 = 9'300ms;
  return {openai, anthropic, deepseek, google};
}

domain::availability_report window(std::string_view name,
                                   std::chrono::minutes length,
                                   domain::success_count calls) {
  domain::availability_report out;
  out.window = name;
  out.length = length;
  out.counts.callers = calls;
  out.burn_rate = (1.0 - *calls.share_good()) / (1.0 - objective);
  return out;
}

/// A budget of this month, of which so much is spent.
domain::budget_report budget(const char* name, double limit, double spent) {
  domain::budget_report out;
  out.rule.name = name;
  out.rule.limit = money::usd(limit);
  out.span = {month, domain::wall_time{std::chrono::sys_days{
                         std::chrono::year{2026} / 12 / 1}}};
  out.spent = money::usd(spent);
  // 22 days and 14 hours of 30 days have gone.
  out.projected = money::usd(std::round(spent * 13.28) / 10);
  return out;
}

/// One for each thing that budgets tell.
std::vector<domain::budget_report> budgets() {
  using kind = budget_event::kind;
  auto everything = budget("monthly", 1'000, 751.2);
  everything.told = {{"monthly", month, kind::threshold, 75}};
  auto web = budget("web", 300, 258.4);
  web.rule.scope.teams = {"web"};
  web.told = {{"web", month, kind::forecast, 0}};
  auto research = budget("research", 200, 61.7);
  research.rule.scope.teams = {"research"};
  research.rule.action = domain::when_exceeded::alert;
  research.told = {{"research", now - 1h, kind::spike, 0}};
  auto support = budget("support", 50, 49.98);
  support.rule.scope.keys = {"support-1"};
  support.told = {{"support", month, kind::exhausted, 0}};
  auto batch = budget("batch", 80, 79.6);
  batch.rule.scope.routes = {"best"};
  batch.rule.action = domain::when_exceeded::degrade;
  batch.told = {{"batch", month, kind::exhausted, 0}};
  return {everything, web, research, support, batch};
}

/// The day on which everything goes wrong.
alert_facts worst_day() {
  alert_facts out;
  out.now = now;
  out.providers = providers();
  out.routes = {{"best", {{1, "claude-sonnet-4.5"}, {0, "gpt-4.1"}}}};
  out.objective = objective;
  out.availability = {window("5m", 5min, {739, 61}),
                      window("1h", 1h, {9'310, 162}),
                      window("6h", 6h, {53'870, 331})};
  out.budgets = budgets();
  out.ledger_problem = "the disk is full";
  out.keys_problem =
      "/var/lib/bellwether/keys.json: keys.json: must be an object";
  out.refused_keys = {{"web-1", 14}, {"", 230}};
  out.sinks = {{"ops", 3, now - 9min, {}, "it answered 503"},
               {"audit", 12, now - 3h, now - 3h, "it answered 410"}};
  out.crashed = now - 40s;
  return out;
}

domain::alert_policies policies() {
  domain::alert_policies out;
  out[alert_rule::answer_slow].limit = 20s;
  out[alert_rule::first_token_slow].limit = 8s;
  out[alert_rule::provider_down].runbook_url =
      "https://wiki.example.com/provider-down";
  return out;
}

domain::notification news(const domain::condition& of, std::uint64_t number) {
  domain::notification out;
  out.about.number = number;
  out.about.what = of;
  out.about.level = of.level;
  out.about.fired = of.since + 1s;
  return out;
}

} // namespace

domain::wall_time gallery_now() {
  return domain::wall_time{
      std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 14h + 5min};
}

letterhead gallery_letterhead() {
  return {"bellwether@eu-1", "https://gateway.example.com"};
}

std::vector<exhibit> rule_exhibits() {
  const auto with = policies();
  std::vector<exhibit> out;
  std::uint64_t number = 0;
  auto all = domain::conditions_of(worst_day(), with);
  for (const auto rule : domain::all_alert_rules())
    for (const auto& each : all)
      if (each.key.rule == rule)
        out.push_back(
            {std::string{to_string(rule)},
             domain::message_of(news(each, ++number), with[rule], now)});
  return out;
}

std::vector<exhibit> life_exhibits() {
  const auto with = policies();
  auto outage = news(domain::conditions_of(worst_day(), with).at(0), 1);
  const auto& policy = with[alert_rule::provider_down];
  std::vector<exhibit> out;
  const auto add = [&](const char* heading, alert_step step,
                       domain::wall_time at) {
    auto then = worst_day();
    then.providers[0].held_until = at + 30s;
    outage.about.what = domain::conditions_of(then, with).at(0);
    outage.step = step;
    out.push_back({heading, domain::message_of(outage, policy, at)});
  };
  add("It fires", alert_step::fired, now);
  outage.about.level = domain::severity::critical;
  add("Nobody has acknowledged it for 15 minutes", alert_step::escalated,
      now + 15min);
  outage.about.flaps = 2;
  add("It still lasts four hours later", alert_step::repeated, now + 4h);
  outage.about.gone = now + 5h;
  outage.about.resolved = now + 5h + 8min;
  add("It is over", alert_step::resolved, now + 5h + 8min);
  return out;
}

std::vector<exhibit> other_exhibits() {
  domain::folded_alerts many;
  for (const auto& each : rule_exhibits())
    many.add(each.message);
  domain::day_figures day;
  day.from = now - 24h;
  day.to = now;
  day.spent = money::usd(41.27);
  day.attempts = 18'411;
  day.requests = 18'320;
  day.failures = 77;
  day.saved = 63;
  day.availability = 0.99981;
  day.dearest = {{"gpt-4.1", money::usd(22.1)},
                 {"claude-sonnet-4.5", money::usd(12.9)}};
  day.failing = {{"openai", 71}, {"google", 6}};
  day.budgets = budgets();
  day.open_alerts = 2;
  return {{"Too many at once", domain::message_of(many, now + 5min)},
          {"The day", domain::message_of(day, now)},
          {"A test", domain::test_message(now)}};
}

} // namespace bellwether::alerts
