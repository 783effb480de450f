#pragma once

#include "integration/harness/answer.hpp"
#include "integration/harness/child_process.hpp"
#include "integration/harness/temporary_folder.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace bellwether::integration {

/// `bellwether serve` with a configuration, on free ports. Its configuration,
/// and with a relative `state_dir` what is to outlive it, are in a folder of
/// its own.
class daemon_under_test {
public:
  explicit daemon_under_test(const json& configuration,
                             environment variables = {});

  /// Ends it at once, as a crash does.
  void kill();

  /// Starts it again, in the same folder, on other ports. kill() it before.
  void restart();

  std::uint16_t port() const { return ready_.at("listen").at("port"); }
  std::uint16_t control_port() const { return ready_.at("control").at("port"); }
  const json& ready() const { return ready_; }

  /// What it logged since it was started last.
  std::string log() const { return process_->err(); }

  /// Whether it logs `text` soon: another thread than the one that answers
  /// writes the log.
  bool logs(const std::string& text) const;

  /// GET /health of the control plane.
  json health() const;
  /// The part of it about one provider.
  json health(const std::string& provider) const;

  /// Resident memory in bytes.
  std::size_t resident_bytes() const;

  /// File descriptors that it has open.
  std::size_t open_files() const;

  child_process& process() { return *process_; }

  /// Where its configuration is, bellwether.json.
  const temporary_folder& folder() const { return folder_; }

private:
  void start();

  temporary_folder folder_;
  environment variables_;
  unsigned starts_ = 0;
  std::unique_ptr<child_process> process_;
  json ready_;
};

/// Writes a configuration to `file`.
void write_configuration(const std::filesystem::path& file,
                         const json& configuration);

} // namespace bellwether::integration
