#include "domain/alert_message.hpp"
#include "domain/condition_parts.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace bellwether::domain {

namespace {

using health = alert_facts::health;
using provider = alert_facts::provider;

bool is_down(health_state s) {
  return s == health_state::open || s == health_state::half_open;
}

/// Whose health it is.
struct subject {
  const provider& at;
  const health& of; ///< the provider's own, or a model's
  bool is_model = false;

  std::string entity() const {
    return is_model ? at.name + "/" + of.name : at.name;
  }
  /// At the beginning of a sentence.
  std::string name() const {
    return is_model ? "Model " + of.name + " at " + at.name
                    : "Provider " + at.name;
  }
};

condition begin(const subject& who, alert_rule rule, const alert_facts& facts) {
  condition out;
  out.key = {rule, who.entity()};
  out.since = std::min(who.of.since, facts.now);
  out.labels["provider"] = who.at.name;
  if (who.is_model)
    out.labels["model"] = who.of.name;
  if (!who.of.cause.empty())
    out.facts.push_back({"cause", who.of.cause});
  if (who.of.failures > 0)
    out.facts.push_back({"failures in a row", std::to_string(who.of.failures)});
  if (who.of.held_until)
    out.facts.push_back({"held out until", moment_text(*who.of.held_until)});
  return out;
}

std::string cause_text(const subject& who) {
  return who.of.cause.empty() ? std::string{}
                              : " The last cause: " + who.of.cause + ".";
}

condition down(const subject& who, const alert_facts& facts) {
  auto out = begin(who, alert_rule::provider_down, facts);
  out.level = who.is_model ? severity::warning : severity::error;
  out.title = who.name() + " is down";
  out.what = who.name() + " is down." + cause_text(who);
  out.did =
      "It is held out, and requests go to the other candidates of their "
      "routes. Probes will tell when it is back; then it gets a growing "
      "share of the traffic again.";
  out.check =
      "See the provider's status page, and whether the other candidates "
      "carry the load (GET /health).";
  return out;
}

condition misconfigured(const subject& who, const alert_facts& facts) {
  auto out = begin(who, alert_rule::provider_misconfigured, facts);
  out.level = severity::error;
  out.title = who.name() + " refuses us";
  out.what = who.name() + " is misconfigured." + cause_text(who);
  out.did =
      "It is held out, and requests go to the other candidates of their "
      "routes. It is asked again now and then.";
  out.check = who.is_model
                  ? "See whether the model's name is right and the account may "
                    "use it."
                  : "See whether the API key is right and not expired, and "
                    "whether the account has credit.";
  return out;
}

condition rate_limited(const subject& who, const alert_facts& facts) {
  auto out = begin(who, alert_rule::provider_rate_limited, facts);
  out.level = severity::warning;
  out.title = who.name() + " limits our rate";
  out.what =
      who.name() + " refuses requests for its rate limits." + cause_text(who);
  out.did =
      "It is asked again when the time that it named is over; until then "
      "requests go to the other candidates of their routes.";
  out.check =
      "Ask the provider for higher limits, or give the route more "
      "candidates.";
  return out;
}

void add(const subject& who, const alert_facts& facts,
         std::vector<condition>& to) {
  if (is_down(who.of.state))
    to.push_back(down(who, facts));
  else if (who.of.state == health_state::misconfigured)
    to.push_back(misconfigured(who, facts));
  else if (who.of.state == health_state::rate_limited)
    to.push_back(rate_limited(who, facts));
}

/// Why a candidate cannot be asked; "" if it can.
std::string obstacle(const provider& at, const std::string& model) {
  const auto reason = [](const health& of) -> std::string {
    if (is_down(of.state))
      return "down";
    return of.state == health_state::closed ? ""
                                            : std::string{to_string(of.state)};
  };
  if (auto own = reason(at); !own.empty())
    return own;
  const auto found = std::ranges::find(at.models, model, &health::name);
  return found == at.models.end() ? "" : reason(*found);
}

void add_route(const alert_facts::route& route, const alert_facts& facts,
               std::vector<condition>& to) {
  condition out;
  out.key = {alert_rule::route_down, route.name};
  out.level = severity::critical;
  out.since = facts.now;
  for (const auto& each : route.candidates) {
    const auto& at = facts.providers.at(each.provider);
    const auto why = obstacle(at, each.model);
    if (why.empty())
      return;
    out.facts.push_back({each.model + " at " + at.name, why});
  }
  if (route.candidates.empty())
    return;
  out.labels["route"] = route.name;
  out.title = "Route " + route.name + " has no candidate left";
  out.what = "None of the " + std::to_string(route.candidates.size())
             + " candidates of route " + route.name
             + ", fallbacks included, can be asked.";
  out.did =
      "As a last resort those that are down are asked now and then, one "
      "request at a time; all other requests are answered with 503 or 429 "
      "and Retry-After.";
  out.check =
      "Look at each candidate's cause in GET /health. A model at another "
      "provider, added to the route, would help.";
  to.push_back(std::move(out));
}

} // namespace

void add_provider_conditions(const alert_facts& facts,
                             std::vector<condition>& to) {
  for (const auto& each : facts.providers) {
    add({each, each, false}, facts, to);
    // A model of a provider that is held out says nothing of its own.
    if (each.state == health_state::closed)
      for (const auto& model : each.models)
        add({each, model, true}, facts, to);
  }
  for (const auto& route : facts.routes)
    add_route(route, facts, to);
}

} // namespace bellwether::domain
