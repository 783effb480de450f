#pragma once

#include "domain/price.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
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
};

/// Counts of values that are not larger than each of its bounds.
class histogram {
public:
  /// `bounds` ascend. The values above the last are counted as well.
  explicit histogram(std::vector<double> bounds);

  void add(double value);

  const std::vector<double>& bounds() const { return bounds_; }
  /// Values up to bounds()[i], all below included.
  std::uint64_t up_to(std::size_t i) const;
  std::uint64_t count() const { return count_; }
  double sum() const { return sum_; }

private:
  std::vector<double> bounds_;
  std::vector<std::uint64_t> counts_; ///< one more than bounds
  std::uint64_t count_ = 0;
  double sum_ = 0;
};

/// What the calls of one model came to.
struct model_tally {
  model_tally();

  std::map<int, std::uint64_t> requests; ///< by status
  histogram latency_seconds;
  histogram first_token_seconds; ///< of streams, from the attempt's start
  histogram cost_dollars;
  money cost; ///< exact, where cost_dollars.sum() is rounded
  usage tokens;
  std::uint64_t estimated = 0; ///< calls whose tokens were estimated

  std::uint64_t total_requests() const;
};

/// What all calls came to, by model. Bounded by the configured models: a name
/// that came from a caller never gets in here.
struct tally {
  std::map<std::string, model_tally> models;

  /// Calls for which no model was found count as "unknown".
  void add(const finished_call& call);
};

} // namespace bellwether::domain
