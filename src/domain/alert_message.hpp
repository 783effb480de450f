#pragma once

#include "domain/alert.hpp"
#include "domain/wall_time.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::domain {

enum class message_kind : std::uint8_t {
  fired,
  repeated,
  escalated,
  resolved,
  flood, ///< many alerts in one
  daily, ///< the day's digest
  test,  ///< somebody wants to see one
};

std::string_view to_string(message_kind k);
std::optional<message_kind> parse_message_kind(std::string_view text);

/// What is sent to a sink, before it has the sink's form. Texts are plain: each
/// form escapes and cuts them itself.
struct alert_message {
  message_kind kind = message_kind::fired;
  severity level = severity::warning;
  std::uint64_t alert = 0; ///< its number; 0: about none
  std::string rule;        ///< "provider_down"; "" = about none
  std::string entity;
  std::string title; ///< with what became of it: "Provider openai is back"
  std::string what;
  std::string did;
  std::string check;
  std::vector<alert_fact> facts;
  std::map<std::string, std::string> labels;
  wall_time at;    ///< when it was made
  wall_time since; ///< of the condition
  std::optional<wall_time> resolved;
  std::string runbook_url;

  bool operator==(const alert_message&) const = default;
};

/// The message of a notification.
alert_message message_of(const notification& n, const alert_policy& policy,
                         wall_time now);

/// One to try a sink with, marked as such in every text.
alert_message test_message(wall_time now);

/// "2 h 13 min", "45 s": for people.
std::string length_text(std::chrono::milliseconds length);

/// "2026-11-23 14:05:00 UTC".
std::string moment_text(wall_time t);

} // namespace bellwether::domain
