#include "cli/drill_files.hpp"

#include "cli/drill_text.hpp"
#include "domain/rfc3339.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <filesystem>
#include <fstream>
#include <string_view>

namespace bellwether::cli {

namespace {

/// A provider's name may hold what a file's name must not.
std::string safe(std::string name) {
  constexpr std::string_view good =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  for (char& c : name)
    if (good.find(c) == std::string_view::npos)
      c = '_';
  return name;
}

bool write(const std::string& name, const std::string& text) {
  std::ofstream file{name};
  file << text;
  file.close();
  return file.good();
}

} // namespace

drill_file_names name_drill_files(
    const std::string& folder, const nlohmann::ordered_json& drill,
    std::chrono::system_clock::time_point started) {
  auto when = domain::write_rfc3339_seconds(
      std::chrono::floor<std::chrono::milliseconds>(started));
  // Not every file system takes a colon.
  std::erase_if(when, [](char c) { return c == '-' || c == ':'; });
  const auto stem = fmt::format("drill-{}-{}-{}", safe(drill.at("provider")),
                                safe(drill.at("fault")), when);
  const auto path = (std::filesystem::path{folder} / stem).string();
  return {path + ".json", path + ".md"};
}

bool write_drill_files(const drill_file_names& to,
                       const nlohmann::ordered_json& record) {
  return write(to.json, record.dump(2) + "\n")
         && write(to.page, drill_page(record));
}

} // namespace bellwether::cli
