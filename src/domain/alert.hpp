#pragma once

#include "domain/alert_rule.hpp"
#include "domain/wall_time.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::domain {

/// What an alert is about: one state machine each.
struct alert_key {
  alert_rule rule = alert_rule::provider_down;
  /// "openai", "openai/gpt-4.1", "auto", "monthly", "monthly 75 %": a name.
  std::string entity;

  auto operator<=>(const alert_key&) const = default;
};

/// A line in a message: "p95", "4.2 s".
struct alert_fact {
  std::string name;
  std::string value;

  bool operator==(const alert_fact&) const = default;
};

/// Something that is wrong now. Holds no secrets and no prompts.
struct condition {
  alert_key key;
  /// Which one of the kind it is where each is told by itself, such as the
  /// period of a budget; "" where only its presence counts.
  std::string occurrence;
  severity level = severity::warning;
  wall_time since;   ///< as far as is known
  std::string title; ///< "Provider openai is down": no full stop
  std::string what;  ///< sentences: what happened
  std::string did;   ///< what Bellwether does about it
  std::string check; ///< what a person should look at
  std::vector<alert_fact> facts;
  /// For routing: "provider", "model", "route", "budget", "key", "sink".
  std::map<std::string, std::string> labels;

  bool operator==(const condition&) const = default;
};

enum class alert_state : std::uint8_t {
  pending, ///< not there for long enough yet; nobody was told
  firing,
  escalated, ///< nobody acknowledged it in time
  resolved,  ///< over
};

std::string_view to_string(alert_state s);
std::optional<alert_state> parse_alert_state(std::string_view text);

/// Who saw to it.
struct acknowledgement {
  std::string by;
  wall_time at;

  bool operator==(const acknowledgement&) const = default;
};

/// A condition's life, from when it was first seen until it is resolved.
struct alert {
  std::uint64_t number = 0; ///< its own, for ever; 0: still pending
  condition what;           ///< as it was seen last
  alert_state state = alert_state::pending;
  severity level = severity::warning; ///< above what.level once escalated
  wall_time began;                    ///< pending from then on
  std::optional<wall_time> fired;
  std::optional<wall_time> escalated;
  std::optional<wall_time> resolved;
  std::optional<wall_time> gone; ///< not seen since then, if it is not
  std::optional<wall_time> told; ///< when people were told last
  unsigned flaps = 0; ///< how often it came back before it was resolved
  std::optional<acknowledgement> acknowledged;

  bool is_open() const {
    return state == alert_state::firing || state == alert_state::escalated;
  }
  bool operator==(const alert&) const = default;
};

/// Why people are told.
enum class alert_step : std::uint8_t { fired, repeated, escalated, resolved };

std::string_view to_string(alert_step s);
std::optional<alert_step> parse_alert_step(std::string_view text);

/// What people are to be told now.
struct notification {
  alert_step step = alert_step::fired;
  alert about;
};

} // namespace bellwether::domain
