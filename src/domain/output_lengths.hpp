#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::domain {

/// How long answers are, by route and deployment: what a reservation is sized
/// from. Keeps the last 256 counts of each pair; bounded by the configuration.
class output_lengths {
public:
  static constexpr std::size_t most_samples = 256;
  static constexpr std::size_t least_samples = 20;
  /// What an answer may have when neither the caller nor experience says.
  static constexpr std::int64_t usual_most = 4'000;

  void add(const std::string& route, std::size_t deployment,
           std::int64_t tokens);

  /// Tokens to expect of an answer: what 19 of 20 had at most, once enough is
  /// known; before that the most it may have. Never above what the caller asks
  /// for (`asked`), nor the model's own `bound`.
  std::int64_t expect(const std::string& route, std::size_t deployment,
                      std::optional<std::int64_t> asked,
                      std::int64_t bound) const;

private:
  struct samples {
    std::vector<std::int64_t> last; ///< a ring once it is full
    std::size_t next = 0;
    std::int64_t p95 = 0; ///< brought up to date every few samples
  };

  /// The 95th percentile, once it can be told.
  std::optional<std::int64_t> learned(const std::string& route,
                                      std::size_t deployment) const;

  std::map<std::string, std::map<std::size_t, samples>> samples_;
};

} // namespace bellwether::domain
