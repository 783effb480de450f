#pragma once

#include "domain/alert_flood.hpp"
#include "domain/alert_routing.hpp"
#include "domain/alert_rule.hpp"
#include "domain/silence.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::settings {

/// Where alerts go, and in which form.
enum class sink_kind : std::uint8_t {
  slack,     ///< an incoming webhook
  pagerduty, ///< Events API v2
  webhook,   ///< Standard Webhooks, signed
  teams,     ///< Microsoft Teams: an adaptive card
  discord,
  email, ///< through SMTP
};

std::string_view to_string(sink_kind k);

/// A text that must not be shown, and where it came from.
struct secret_text {
  std::string value; ///< secret: never log, print or report it
  std::string from;  ///< "SLACK_WEBHOOK_URL", "file /path": safe to show

  bool operator==(const secret_text&) const = default;
};

/// Where alerts are sent. One that lacks its secret is left out when the
/// configuration is loaded, with a note.
struct alert_sink {
  std::string name;
  sink_kind kind = sink_kind::webhook;
  /// Of webhooks, Slack, Teams and Discord; secret, since it is the key. Of
  /// PagerDuty the region's, or another for a proxy; of e-mail "smtp://host:25"
  /// or "smtps://host:465".
  secret_text url;
  secret_text routing_key; ///< PagerDuty's
  /// The webhook's "whsec_..." secrets, the newest first; more than one while
  /// they are rotated. Empty: not signed.
  std::vector<secret_text> signing_secrets;
  bool starttls = true;        ///< of smtp://: required unless false
  std::string user;            ///< of SMTP; "" = none
  secret_text password;        ///< of SMTP
  std::string from;            ///< of e-mails
  std::vector<std::string> to; ///< of e-mails
  bool allow_private = false;  ///< addresses that are not public
  std::string ca_file;         ///< "" = the system's
  std::chrono::milliseconds timeout{10'000};
  domain::sink_filter wanted; ///< with the sink's name

  bool operator==(const alert_sink&) const = default;
};

/// The daily digest.
struct digest_settings {
  std::chrono::minutes at{9 * 60}; ///< of the local day
  std::vector<std::string> sinks;  ///< empty: there is none
};

/// What people are told, and how.
struct alert_settings {
  std::string instance;      ///< what messages call this daemon; host's name
  std::string dashboard_url; ///< "" = no links
  domain::alert_policies rules;
  domain::flood_policy flood;
  std::vector<domain::silence_window> silences;
  digest_settings digest;
  std::vector<alert_sink> sinks; ///< those that can be used
};

} // namespace bellwether::settings
