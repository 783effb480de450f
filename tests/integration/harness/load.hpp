#pragma once

#include "integration/harness/stage.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace bellwether::integration {

/// bellwether-load in front of a daemon, while it runs.
class running_load {
public:
  /// So many requests a second for so many seconds to the route, a share of
  /// them streams.
  running_load(const daemon_under_test& at, const std::string& route, int rate,
               int seconds, double streams);

  /// Its report, once it is over. Fails the test if it did not take place.
  json report();

private:
  temporary_folder folder_;
  child_process process_;
  int seconds_;
};

} // namespace bellwether::integration
