#pragma once

#include "sinks/incidents.hpp"
#include "sinks/request.hpp"
#include "sinks/webhook_ids.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::sinks {

/// The sinks behind their paths: /slack/NAME, /pagerduty/v2/enqueue,
/// /webhook/NAME, /teams/NAME and /discord/NAME. Not thread-safe.
class endpoints {
public:
  /// `keys`: whose signatures webhooks must have; none: any will do.
  explicit endpoints(std::vector<std::string> keys)
      : webhook_keys_{std::move(keys)} {}

  /// What a sink makes of a request, and takes it if it is right.
  finding take(const request& r, const moment& now);

  nlohmann::json incidents() const { return incidents_.listed(); }

private:
  finding take_slack(const request& r, const moment& now);
  finding take_pagerduty(const request& r);
  finding take_webhook(const request& r, const moment& now);

  std::vector<std::string> webhook_keys_;
  incident_book incidents_;
  std::map<std::string, webhook_ids, std::less<>> webhooks_;
  /// When each Slack webhook took its last message.
  std::map<std::string, std::chrono::steady_clock::time_point, std::less<>>
      slack_pace_;
};

} // namespace bellwether::sinks
