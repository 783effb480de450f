#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <map>
#include <string>

namespace bellwether::sinks {

/// The ids of webhooks that were accepted: how a receiver tells repeats apart.
class webhook_ids {
public:
  /// Takes an accepted webhook. Returns how often its id has come, this time
  /// included ("times"), and whether the body differs from the first one's
  /// ("other_body").
  nlohmann::json take(const std::string& id, const std::string& body);

private:
  struct webhook {
    std::string body;
    std::size_t times = 0;
  };

  std::map<std::string, webhook> all_;
};

} // namespace bellwether::sinks
