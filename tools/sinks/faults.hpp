#pragma once

#include "sinks/objections.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::sinks {

/// What is done to a message instead of answering it properly.
struct fault {
  enum class kind : std::uint8_t {
    hang,     ///< no answer as long as the sender waits
    reset,    ///< no answer, the connection is reset
    status,   ///< this status
    redirect, ///< a status and a Location
    slow,     ///< the proper answer, after `delay`
    drip,     ///< the proper answer, byte by byte with `delay` between
  };

  kind what = kind::status;
  int status = 500;
  std::optional<int> retry_after; ///< seconds
  bool accept = false;            ///< the message is taken first
  std::string body;
  std::string location; ///< of a redirect
  std::chrono::milliseconds delay{0};

  /// Whether the message is judged and, if it is right, taken.
  bool takes() const {
    return accept || what == kind::slow || what == kind::drip;
  }

  std::string_view name() const;
};

/// Orders to be faulty; for each path in the order in which they were given.
class fault_orders {
public:
  /// {"path", "fault", "status", "count", "retry_after", "accept", "body",
  /// "location", "delay_ms"}. Without a count it holds until it is cleared.
  objections add(const nlohmann::json& given);

  void clear() { all_.clear(); }

  /// The fault for a message that came to `path` now.
  std::optional<fault> take(std::string_view path);

private:
  struct order {
    std::string path;
    fault what;
    std::optional<std::int64_t> left;
  };

  std::vector<order> all_;
};

} // namespace bellwether::sinks
