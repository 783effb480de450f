#pragma once

#include "settings/object_reader.hpp"
#include "settings/sections.hpp"

#include <array>
#include <chrono>
#include <string>
#include <vector>

namespace bellwether::settings {

// The parts of read_alerts().

void read_alert_sinks(object_reader sinks, const surroundings& around,
                      settings& out);

/// `sinks`: all names, those that are left out included.
void read_alert_rules(object_reader rules,
                      const std::vector<std::string>& sinks,
                      domain::alert_policies& out);

void read_silence_windows(object_reader& alerts,
                          std::vector<domain::silence_window>& out);

/// "09:00" as minutes of the day.
bool read_time_of_day(object_reader& from, std::string_view key,
                      std::chrono::minutes& out);

/// Names of sinks at `key`; one that there is not is refused.
void read_sink_names(object_reader& from, std::string_view key,
                     const std::vector<std::string>& known,
                     std::vector<std::string>& out);

/// "info" to "critical".
inline constexpr std::array severities{
    domain::severity::info, domain::severity::warning, domain::severity::error,
    domain::severity::critical};

/// The words of all rules.
std::vector<std::string> rule_words();

} // namespace bellwether::settings
