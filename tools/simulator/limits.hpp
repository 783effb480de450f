#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace bellwether::simulator {

/// What a provider lets through in a window of time, for each model.
struct limit_plan {
  std::optional<std::uint64_t> requests; ///< none: as many as come
  std::optional<std::uint64_t> tokens;   ///< the same
  std::chrono::milliseconds window{60'000};

  bool any() const { return requests || tokens; }
  bool operator==(const limit_plan&) const = default;
};

/// One limit, and what is left of it.
struct limit_level {
  std::uint64_t limit = 0;
  std::uint64_t remaining = 0;
};

enum class limit_kind : std::uint8_t { requests, tokens };

/// How a model stands after a request.
struct limit_standing {
  std::optional<limit_level> requests;
  std::optional<limit_level> tokens;
  std::chrono::nanoseconds reset_in{};  ///< until the window ends
  std::optional<limit_kind> exceeded{}; ///< the request did not fit into this
};

/// Counts what each model has used. A window begins with the first request
/// after the one before has ended.
class limit_counter {
public:
  using time_point = std::chrono::steady_clock::time_point;

  /// Counts a request of so many tokens if it fits.
  limit_standing take(const limit_plan& plan, const std::string& model,
                      std::uint64_t tokens, time_point now);

  void clear() { windows_.clear(); }

private:
  struct window {
    time_point end;
    std::uint64_t requests = 0;
    std::uint64_t tokens = 0;
  };

  window& current(const limit_plan& plan, const std::string& model,
                  time_point now);

  std::map<std::string, window> windows_;
};

} // namespace bellwether::simulator
