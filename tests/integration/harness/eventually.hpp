#pragma once

#include <chrono>
#include <thread>

namespace bellwether::integration {

/// Asks until `condition` holds; false if it does not within `patience`. For
/// what another process does in its own time: nothing waits longer than it
/// has to.
template <class Condition>
bool eventually(Condition&& condition,
                std::chrono::milliseconds patience = std::chrono::seconds{5}) {
  constexpr std::chrono::milliseconds pause{2};
  const auto end = std::chrono::steady_clock::now() + patience;
  for (;;) {
    if (condition())
      return true;
    if (std::chrono::steady_clock::now() >= end)
      return false;
    std::this_thread::sleep_for(pause);
  }
}

/// Measures from when it was made.
class stopwatch {
public:
  double milliseconds() const {
    return std::chrono::duration<double, std::milli>{
        std::chrono::steady_clock::now() - start_}
        .count();
  }

private:
  std::chrono::steady_clock::time_point start_ =
      std::chrono::steady_clock::now();
};

} // namespace bellwether::integration
