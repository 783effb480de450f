#pragma once

#include "settings/load.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::settings::test {

using nlohmann::json;
using variables = std::map<std::string, std::string>;

/// The smallest configuration that loads: provider `here` without a key, model
/// `small`, route `auto`.
json minimal();

/// minimal() with the value at JSON pointer `where` set.
json minimal_with(const std::string& where, json value);

/// Looks variables up in a map. HOME is /home/you unless it is there.
environment env_of(variables set);

/// Loads; fails the test with the problems if there are any.
settings load(const json& config, const variables& set = {},
              const std::string& folder = ".");

/// The problems as "path: message"; empty if it loads.
std::vector<std::string> problems_in(std::string_view text,
                                     const variables& set = {},
                                     const std::string& folder = ".");
std::vector<std::string> problems_of(const json& config,
                                     const variables& set = {},
                                     const std::string& folder = ".");

using lines = std::vector<std::string>;

/// The whole of a file of the project.
std::string project_file(const std::string& path);

/// A folder that is gone at the end of its scope.
class temporary_folder {
public:
  temporary_folder();
  ~temporary_folder();
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;

  const std::string& path() const { return path_; }
  void write(const std::string& name, std::string_view text) const;

private:
  std::string path_;
};

} // namespace bellwether::settings::test
