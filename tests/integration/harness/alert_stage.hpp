#pragma once

#include "integration/harness/sinks.hpp"
#include "integration/harness/stage.hpp"

#include <string>
#include <vector>

namespace bellwether::integration {

/// What changes alert_stage's configuration.
json sink_change(const std::string& name, const json& changes);
json rule_change(const std::string& rule, const json& changes);

/// A daemon that tells the fakes: Slack as `ops`, PagerDuty as `oncall`, a
/// signed webhook as `audit`. Its state outlives it, an outage is over a second
/// after its end, and providers are held out for a third of a second.
struct alert_stage {
  explicit alert_stage(const json& changes = json::object());
  /// With changes that name the fakes.
  explicit alert_stage(json (*changes)(const sinks&));

  sinks told;
  stage at;

  /// Lets openai fail until it is held out. Callers are answered by another.
  void break_openai() const;
  /// Lets it answer again, and asks it until it does.
  void mend_openai() const;

  /// GET /alerts.
  json alerts() const;
  /// The part of it about one sink.
  json sink(const std::string& name) const;

  /// Titles of what came to a path, as Slack and webhooks have them.
  std::vector<std::string> slack_titles() const;
  std::vector<std::string> webhook_titles() const;
  /// The only incident of the entity; null if there is none or another.
  json incident(const std::string& rule_and_entity) const;

  /// A request to the control plane with the admin key.
  answer control(const std::string& method, const std::string& path,
                 const json& body = json::object()) const;

  /// `bellwether alerts ...` at this daemon.
  finished command(std::vector<std::string> arguments) const;

private:
  alert_stage(const json& changes, json (*more)(const sinks&));
};

} // namespace bellwether::integration
