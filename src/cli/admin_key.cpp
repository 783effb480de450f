#include "cli/admin_key.hpp"

#include "settings/load.hpp"

#include <CLI/CLI.hpp>

#include <fstream>

namespace bellwether::cli {

namespace {

std::variant<admin_key, std::string> read_file(const std::string& name) {
  std::ifstream file{name};
  std::string key;
  if (!std::getline(file, key))
    return "--admin-key-file " + name + ": cannot be read, or is empty";
  while (!key.empty() && (key.back() == '\r' || key.back() == ' '))
    key.pop_back();
  return admin_key{std::move(key)};
}

} // namespace

void add_control(CLI::App& to, std::string& control) {
  to.add_option("--control", control, "HOST:PORT of the daemon's control plane")
      ->capture_default_str();
}

void add_admin_key(CLI::App& to, admin_options& options) {
  auto* variable = to.add_option("--admin-key-env", options.key_env,
                                 "Environment variable with the admin key")
                       ->capture_default_str()
                       ->type_name("NAME");
  to.add_option("--admin-key-file", options.key_file, "File with the admin key")
      ->excludes(variable)
      ->type_name("FILE");
}

std::variant<admin_key, std::string> read_admin_key(
    const admin_options& options) {
  if (!options.key_file.empty())
    return read_file(options.key_file);
  const auto key = settings::process_environment(options.key_env);
  if (!key || key->empty())
    return "--admin-key-env " + options.key_env
           + ": the environment has no such variable; this needs the daemon's "
             "admin key in it, or in a file that --admin-key-file names";
  return admin_key{*key};
}

} // namespace bellwether::cli
