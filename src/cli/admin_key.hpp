#pragma once

#include <string>
#include <variant>

// NOLINTNEXTLINE(readability-identifier-naming): CLI11's own name.
namespace CLI {
class App;
}

namespace bellwether::cli {

/// Where the daemon is, and where its admin key is found.
struct admin_options {
  std::string control = "127.0.0.1:7301";
  std::string key_env = "BELLWETHER_ADMIN_KEY";
  std::string key_file; ///< wins over the environment; "" = none
};

/// Adds --control.
void add_control(CLI::App& to, std::string& control);

/// Adds --admin-key-env and --admin-key-file.
void add_admin_key(CLI::App& to, admin_options& options);

struct admin_key {
  std::string value; ///< secret
};

/// The key, or a sentence that names the wrong option and what is allowed.
std::variant<admin_key, std::string> read_admin_key(
    const admin_options& options);

} // namespace bellwether::cli
