#pragma once

#include "cli/drill.hpp"
#include "settings/settings.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace bellwether::cli {

/// "500ms", "60s", "1.5m", "1h"; nothing if it is no duration above zero.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// "25%" or "0.25" as 25; nothing if it is no share above zero.
std::optional<double> parse_percent(std::string_view text);

/// What a drill's options come to.
struct drill_plan {
  settings::endpoint control;
  std::string admin_key;
  std::string order; ///< the body of POST /drill
  std::chrono::milliseconds recover{0};
  std::string folder;
};

/// The plan, or a sentence that names the wrong option and what is allowed.
/// Reads the admin key, and looks whether the folder is there.
std::variant<drill_plan, std::string> plan_drill(const drill_options& options);

} // namespace bellwether::cli
