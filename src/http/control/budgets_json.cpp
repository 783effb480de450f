#include "http/control/budgets_json.hpp"

#include "domain/rfc3339.hpp"
#include "http/control/money_json.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::http {

using nlohmann::ordered_json;

namespace {

constexpr double largest_limit = 1e9;

ordered_json scope_json(const domain::budget_scope& of) {
  auto out = ordered_json::object();
  const auto add = [&](const char* name, const auto& names) {
    if (!names.empty())
      out[name] = names;
  };
  add("key", of.keys);
  add("team", of.teams);
  add("route", of.routes);
  add("provider", of.providers);
  add("model", of.models);
  return out;
}

void add_period(ordered_json& to, const domain::budget_report& of) {
  const auto& period = of.rule.period;
  to["period"] = domain::to_string(period);
  to["period_start"] =
      period.kind == domain::period_kind::none
          ? ordered_json(nullptr)
          : ordered_json(domain::write_rfc3339_seconds(of.span.start));
  to["resets_at"] =
      domain::has_end(period)
          ? ordered_json(domain::write_rfc3339_seconds(of.span.end))
          : ordered_json(nullptr);
}

control_error wrong(const std::string& message, const std::string& code,
                    const std::string& param = {}) {
  return {400, message, code, param};
}

} // namespace

ordered_json budget_json(const domain::budget_report& of) {
  ordered_json out{{"name", of.rule.name},
                   {"scope", scope_json(of.rule.scope)},
                   {"covers", domain::to_string(of.rule.scope)}};
  add_period(out, of);
  out["when_exceeded"] = domain::to_string(of.rule.action);
  put_money(out, "limit_usd", of.rule.limit);
  put_money(out, "spent_usd", of.spent);
  put_money(out, "reserved_usd", of.reserved);
  put_money(out, "remaining_usd", of.rule.limit - of.spent);
  out["usage_percent"] =
      of.rule.limit.nanos() > 0
          ? ordered_json(100.0 * static_cast<double>(of.spent.nanos())
                         / static_cast<double>(of.rule.limit.nanos()))
          : ordered_json(nullptr);
  out["projected_usd"] =
      of.projected ? ordered_json(of.projected->usd()) : ordered_json(nullptr);
  return out;
}

ordered_json changed_budget_json(const domain::budget_report& of) {
  // Those of keys are called after them.
  const bool of_key = of.rule.name.starts_with("key ");
  auto out = budget_json(of);
  out["lasts"] = of_key ? "until the restart; `bellwether keys update` changes "
                          "it for good"
                        : "until the restart; the configuration changes it for "
                          "good";
  return out;
}

std::string budgets_json(const std::vector<domain::budget_report>& all,
                         const std::string& time_zone) {
  auto budgets = ordered_json::array();
  for (const auto& each : all)
    budgets.push_back(budget_json(each));
  return page_of({{"time_zone", time_zone}, {"budgets", std::move(budgets)}});
}

std::variant<domain::money, control_error> parse_limit(std::string_view body) {
  const auto from = nlohmann::json::parse(body, nullptr, false);
  if (!from.is_object())
    return wrong(R"(the body must be a JSON object such as {"limit_usd": 60})",
                 "invalid_json");
  for (const auto& [name, value] : from.items())
    if (name != "limit_usd")
      return wrong(name
                       + " cannot be changed while the daemon runs; only "
                         "limit_usd can",
                   "invalid_value", name);
  const auto found = from.find("limit_usd");
  const auto usd =
      found != from.end() && found->is_number() ? found->get<double>() : -1.0;
  if (!(usd >= 0 && usd <= largest_limit))
    return wrong("limit_usd must be a number from 0 to 1000000000",
                 "invalid_value", "limit_usd");
  return domain::money::usd(usd);
}

} // namespace bellwether::http
