#pragma once

#include "alerts/letterhead.hpp"
#include "domain/alert_message.hpp"
#include "settings/alerts.hpp"

#include <string>

namespace bellwether::alerts {

// What sinks are posted: JSON within their limits, whatever the message holds.
// Messages must be clean (plain_text.hpp).

/// Slack's incoming webhook: blocks in a coloured attachment.
std::string slack_form(const domain::alert_message& m, const letterhead& from);

/// PagerDuty's Events API v2. Triggers append to the open incident of the same
/// rule and entity; what is over resolves it. Holds the routing key.
std::string pagerduty_form(const domain::alert_message& m,
                           const letterhead& from,
                           const std::string& routing_key);

/// "bellwether/INSTANCE/RULE/ENTITY", at most 255 bytes.
std::string dedup_key(const domain::alert_message& m, const letterhead& from);

/// {type, timestamp, data}, below 20 KB.
std::string webhook_form(const domain::alert_message& m,
                         const letterhead& from);

/// Microsoft Teams: an adaptive card.
std::string teams_form(const domain::alert_message& m, const letterhead& from);

/// Discord: an embed.
std::string discord_form(const domain::alert_message& m,
                         const letterhead& from);

} // namespace bellwether::alerts
