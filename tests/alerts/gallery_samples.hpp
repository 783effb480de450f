#pragma once

#include "alerts/letterhead.hpp"
#include "domain/alert_message.hpp"

#include <string>
#include <vector>

namespace bellwether::alerts {

/// A message of the gallery, and what it stands under.
struct exhibit {
  std::string heading; ///< the rule's name, or what kind of message it is
  domain::alert_message message;
};

/// A message of each rule, made as the daemon makes them from a day on which
/// everything goes wrong.
std::vector<exhibit> rule_exhibits();

/// What one outage becomes, step by step: fired, repeated, escalated, resolved.
std::vector<exhibit> life_exhibits();

/// Messages that are about no single alert: digests and tests.
std::vector<exhibit> other_exhibits();

letterhead gallery_letterhead();
domain::wall_time gallery_now();

} // namespace bellwether::alerts
