#pragma once

#include "domain/price.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::domain {

/// How a call ended, as its caller saw it.
struct finished_call {
  std::string model; ///< who answered, or was tried last; "" if none was
  /// HTTP status; 499 for a caller that left, 502 for a stream that broke.
  int status = 499;
  std::chrono::nanoseconds latency{0}; ///< from request read to answer sent
  std::optional<std::chrono::nanoseconds> first_token; ///< of a stream
  std::optional<money> cost;   ///< nothing: no answer, or no price
  bool cost_estimated = false; ///< no usage was reported
  usage used;                  ///< estimated if cost_estimated

  /// Index into catalog::providers of who answered.
  std::optional<std::size_t> answered_by;
  /// Providers that failed the call, or were held out when it came; each once.
  std::vector<std::size_t> failed_at;
  bool hedged = false;  ///< a second candidate was asked beside the first
  money extra;          ///< what attempts beside the winner's cost, estimated
  bool drilled = false; ///< a drill's fault hit one of its attempts
  /// From the call's arrival until its last attempt began: what failures and
  /// refusals before it took.
  std::chrono::nanoseconds delay{0};
};

/// A probe ended. What it cost is no caller's spend.
struct finished_probe {
  std::size_t provider = 0; ///< index into catalog::providers
  bool succeeded = false;
  std::optional<money> cost; ///< nothing: it was free, or has no price
  usage used;
};

} // namespace bellwether::domain
