#pragma once

#include <cstddef>
#include <string>
#include <variant>

namespace bellwether::settings {

/// Why a file cannot be had: "does not exist", "is no regular file", ...
struct file_error {
  std::string why;
};

/// `name` itself if it is absolute, else inside `folder`.
std::string resolve(const std::string& folder, const std::string& name);

/// The whole of a regular file of at most `most` bytes. Never blocks on a pipe
/// or a device.
std::variant<std::string, file_error> read_text_file(const std::string& path,
                                                     std::size_t most);

} // namespace bellwether::settings
