#pragma once

#include "domain/alert.hpp"

#include <map>
#include <string>
#include <vector>

namespace bellwether::domain {

/// What a sink wants to hear of.
struct sink_filter {
  std::string name;
  severity least = severity::info;
  std::vector<alert_rule> rules; ///< empty: all
  /// Alerts with one of these values for each label; empty: all.
  std::map<std::string, std::vector<std::string>> labels;
  /// Keeps incidents open until they are resolved (PagerDuty): is told the end
  /// of notices, too.
  bool keeps_incidents = false;
  bool tells_end = true; ///< false: it never hears that something is over

  bool operator==(const sink_filter&) const = default;
};

/// Whether the sink is told. Of an end only sinks that had its beginning may
/// be asked about.
bool wants(const sink_filter& sink, const notification& n,
           const alert_policy& policy);

} // namespace bellwether::domain
