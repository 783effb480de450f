#pragma once

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <string>

namespace bellwether::cli {

/// The names of a report's two files.
struct drill_file_names {
  std::string json;
  std::string page;
};

/// FOLDER/drill-PROVIDER-FAULT-20261122T120000Z.json and .md.
drill_file_names name_drill_files(
    const std::string& folder, const nlohmann::ordered_json& drill,
    std::chrono::system_clock::time_point started);

/// Writes both files; false if one could not be.
bool write_drill_files(const drill_file_names& to,
                       const nlohmann::ordered_json& record);

} // namespace bellwether::cli
