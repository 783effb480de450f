#pragma once

#include "settings/settings.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bellwether::settings {

/// One thing wrong with a configuration.
struct problem {
  /// Of the key: "providers.openai.base_url", "models[2].tier". A syntax error
  /// has "line 3, column 7" here, an unreadable file its name.
  std::string path;
  std::string message;  ///< the value, what is allowed, the nearest known key
  std::size_t line = 0; ///< where the key stands; 0 if there is no such place
};

/// "line 12: providers.openai.base_url: must be ...".
std::string to_string(const problem& p);

/// Looks up an environment variable.
using environment =
    std::function<std::optional<std::string>(const std::string& name)>;

/// Reads from the process's own environment.
std::optional<std::string> process_environment(const std::string& name);

/// Reads and validates a configuration file: JSON with comments. Reports every
/// problem at once, in the order of the file. Relative files named in it are
/// relative to its folder.
std::variant<settings, std::vector<problem>> load_file(const std::string& path,
                                                       const environment& env);

/// The same for a text; `folder` is where relative file names start.
std::variant<settings, std::vector<problem>> load_text(
    std::string_view text, const std::string& folder, const environment& env);

/// "HOST:PORT" or "[V6]:PORT" to an endpoint; nothing if it is neither.
std::optional<endpoint> parse_endpoint(std::string_view text);

/// What is wrong with listening on `e`, as the end of a sentence ("must ..."),
/// or "". For an endpoint that did not come from a configuration file.
std::string listen_error(const endpoint& e);

/// Whether two listeners would get into each other's way.
bool clash(const endpoint& a, const endpoint& b);

/// Where the daemon keeps what outlives it when nothing says otherwise; "" if
/// the environment names no folder.
std::string default_state_dir(const environment& env);

/// The note on a configuration that keeps no state because nothing says where.
inline constexpr std::string_view no_state_note =
    "nothing outlives a restart: state_dir is not set, nor is STATE_DIRECTORY, "
    "XDG_STATE_HOME or HOME";

/// Lines that warn of listeners which other machines can reach.
std::vector<std::string> exposure_notes(const endpoint& listen,
                                        const endpoint& control);

} // namespace bellwether::settings
