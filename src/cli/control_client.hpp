#pragma once

#include "settings/settings.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::cli {

/// What the control plane answered.
struct control_answer {
  int status = 0; ///< 0: nothing came
  std::string body;
  std::string problem; ///< without a 200: a sentence with the remedy

  bool good() const { return status == 200; }
};

/// Asks a running daemon's control plane. Blocks for some seconds at most.
class control_client {
public:
  /// `admin_key`: sent with every request; "" = none. `patience`: for an
  /// answer, longer than the daemon's own with its actors.
  explicit control_client(settings::endpoint at, std::string admin_key = {},
                          std::chrono::seconds patience = std::chrono::seconds{
                              12});

  control_answer get(const std::string& path) const;
  control_answer post(const std::string& path, const std::string& json) const;
  control_answer remove(const std::string& path) const;

private:
  control_answer send(const char* method, const std::string& path,
                      const std::string& body) const;

  bool is_data_port() const;

  settings::endpoint at_;
  std::string admin_key_;
  std::chrono::seconds patience_;
};

/// "?NAME=VALUE&...", percent-encoded, without those that have no value.
std::string query(
    const std::vector<std::pair<std::string, std::string>>& parameters);

} // namespace bellwether::cli
