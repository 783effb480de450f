#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace bellwether::storage {

/// The folder in which a daemon keeps what outlives it. One daemon at a time:
/// holds a lock until it is destroyed, or the process dies.
class state_dir {
public:
  /// Makes the folder, for its owner only, if it is not there, and locks it.
  /// Throws std::runtime_error with a sentence for the operator that names the
  /// folder and the remedy if it cannot be used or another daemon has it.
  explicit state_dir(std::filesystem::path folder);
  ~state_dir();
  state_dir(const state_dir&) = delete;
  state_dir& operator=(const state_dir&) = delete;

  /// The file's text, "" if it is not there. Throws std::runtime_error with a
  /// sentence for the operator if it is no regular file, or above 64 MiB.
  std::string read(std::string_view name) const;

  /// Replaces the file in one step: after a crash it is whole, old or new.
  /// Throws std::runtime_error with a sentence for the operator. By one thread
  /// at a time.
  void write(std::string_view name, std::string_view text) const;

  const std::filesystem::path& folder() const { return folder_; }

private:
  std::filesystem::path folder_;
  int lock_ = -1;
};

} // namespace bellwether::storage
