#pragma once

#include "integration/harness/answer.hpp"
#include "integration/harness/child_process.hpp"
#include "integration/harness/temporary_folder.hpp"

#include <cstdint>
#include <string>

namespace bellwether::integration {

/// `bellwether serve` with a configuration, on free ports.
class daemon_under_test {
public:
  explicit daemon_under_test(const json& configuration,
                             const environment& variables = {});

  std::uint16_t port() const { return ready_.at("listen").at("port"); }
  std::uint16_t control_port() const { return ready_.at("control").at("port"); }
  const json& ready() const { return ready_; }

  /// What it logged so far.
  std::string log() const { return process_.err(); }

  /// Whether it logs `text` soon: another thread than the one that answers
  /// writes the log.
  bool logs(const std::string& text) const;

  /// GET /health of the control plane.
  json health() const;
  /// The part of it about one provider.
  json health(const std::string& provider) const;

  /// Resident memory in bytes.
  std::size_t resident_bytes() const;

  child_process& process() { return process_; }

private:
  temporary_folder folder_;
  child_process process_;
  json ready_;
};

/// Writes a configuration to `file`.
void write_configuration(const std::filesystem::path& file,
                         const json& configuration);

} // namespace bellwether::integration
