#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <utility>
#include <vector>

namespace bellwether::cli {

// What a drill came to, as people read it. A record is what the report's JSON
// file holds: {bellwether, control, started_at, drill}, where `drill` is the
// daemon's GET /drill. All throw nlohmann::json::exception if it is not.

/// One line while the drill runs: "0:12 of 1:00  1,234 requests  ...".
std::string drill_progress(const nlohmann::ordered_json& drill);

/// Whether callers felt it: requests failed, or the drill stopped by itself.
bool callers_felt(const nlohmann::ordered_json& drill);

/// What the drill showed, in a sentence.
std::string drill_verdict(const nlohmann::ordered_json& drill);

/// The report's figures: what, and how much.
std::vector<std::pair<std::string, std::string>> drill_figures(
    const nlohmann::ordered_json& drill);

/// The whole report, a page of Markdown.
std::string drill_page(const nlohmann::ordered_json& record);

} // namespace bellwether::cli
