#pragma once

#include "integration/harness/answer.hpp"
#include "integration/harness/child_process.hpp"
#include "integration/harness/temporary_folder.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::integration {

/// bellwether-sinks on free ports: strict fakes of all that alerts are sent to.
class sinks {
public:
  /// `secrets`: "whsec_..."; webhooks must be signed by one of them. None:
  /// signatures are not looked at.
  explicit sinks(const std::vector<std::string>& secrets = {});

  std::string slack_url(const std::string& name) const;
  std::string pagerduty_url() const;
  std::string webhook_url(const std::string& name) const;
  std::string teams_url(const std::string& name) const;
  std::string discord_url(const std::string& name) const;

  /// Mails are received under the path "/mail".
  std::string smtp_url() const;

  std::uint16_t port() const;
  std::uint16_t smtp_port() const;

  /// What came to paths that begin so, oldest first: "at_ms", "path",
  /// "status" (0: not answered), "accepted", "objections", "fault" (or null),
  /// "headers", "body", "notes"; of mails "from", "to", "subject", "text",
  /// "raw".
  std::vector<json> received(const std::string& path_prefix = {}) const;

  /// Those of them that were accepted.
  std::vector<json> accepted(const std::string& path_prefix = {}) const;

  /// PagerDuty's: "dedup_key", "state", "triggers", "resolves", "summary",
  /// "severity".
  std::vector<json> incidents() const;

  /// {"path": "/slack/ops", "fault": "hang", "reset", "status", "redirect",
  /// "slow" or "drip", "status", "count", "retry_after", "accept", "body",
  /// "location", "delay_ms"}. Orders for one path are carried out one after
  /// the other; one without a count holds until all are cleared.
  void set_fault(const json& order) const;
  void clear_faults() const;

  /// Ends the process as it would be by an administrator. Returns its exit
  /// code, or nothing if it does not end within ten seconds.
  std::optional<int> stop();

private:
  answer ask(const std::string& method, const std::string& path,
             const std::string& body = {}) const;
  std::string url(const std::string& path) const;

  temporary_folder folder_;
  child_process process_;
  json addresses_;
};

} // namespace bellwether::integration
