#pragma once

#include "domain/finished_call.hpp"
#include "domain/token_estimate.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace bellwether::domain {

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

/// What the probes of one provider came to.
struct probe_tally {
  std::uint64_t succeeded = 0;
  std::uint64_t failed = 0;
  money cost;
  usage tokens;
};

/// How well a family's tokens are estimated.
struct family_tally {
  estimate_error prompt;
  estimate_error completion;
};

/// What all calls came to, by model. Bounded by the configured models: a name
/// that came from a caller never gets in here.
struct tally {
  std::map<std::string, model_tally> models;
  std::map<std::size_t, probe_tally> probes; ///< by index of the provider
  std::map<model_family, family_tally> families;
  std::uint64_t hedged = 0; ///< calls with a second attempt
  money extra; ///< what attempts that did not answer cost, estimated

  /// Calls for which no model was found count as "unknown".
  void add(const finished_call& call);
  void add(const finished_probe& probe);
};

} // namespace bellwether::domain
