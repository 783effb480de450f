#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace bellwether::domain {

/// What a provider said in an answer about one of its limits.
struct quota_reading {
  std::optional<std::int64_t> limit = std::nullopt;
  std::optional<std::int64_t> remaining = std::nullopt;
  std::optional<std::chrono::milliseconds> reset_in = std::nullopt;

  /// Whether it says how much is left.
  bool tells() const { return remaining.has_value(); }
  bool operator==(const quota_reading&) const = default;
};

/// The same for both that are counted; empty if the provider says nothing.
struct quota_report {
  quota_reading requests = {};
  quota_reading tokens = {};

  bool operator==(const quota_report&) const = default;
};

/// What had been admitted to a model, all in all, when one attempt was.
struct quota_mark {
  std::int64_t requests = 0;
  std::int64_t tokens = 0;
};

/// What is left of a provider's own limits for one model, so that load moves
/// away before the provider has to refuse it. Between two reports it counts
/// what was admitted itself. A reading is forgotten when its reset has passed;
/// without a reset after a minute. Pure: time is an argument.
class quota {
public:
  using time_point = std::chrono::steady_clock::time_point;

  /// `headroom` is the share of a limit, in [0, 1), that is left to others.
  explicit quota(double headroom);

  /// What the answer to an attempt said, which was admitted at `asked`: of what
  /// was admitted after it the provider did not know yet.
  void learn(const quota_report& report, const quota_mark& asked,
             time_point now);
  void learn(const quota_report& report, time_point now) {
    learn(report, spent_, now);
  }

  /// An attempt that is expected to use so many tokens was admitted.
  quota_mark spend(std::int64_t tokens);

  /// Until when an attempt of so many tokens would probably be refused;
  /// nothing: it fits.
  std::optional<time_point> short_until(std::int64_t tokens,
                                        time_point now) const;

  /// As far as known; never negative.
  std::optional<std::int64_t> remaining_requests(time_point now) const;
  std::optional<std::int64_t> remaining_tokens(time_point now) const;

private:
  struct account {
    std::optional<std::int64_t> limit;
    std::optional<std::int64_t> remaining;
    time_point reset;

    void learn(const quota_reading& from, std::int64_t unknown, time_point now);
    std::optional<std::int64_t> left(time_point now) const;
    bool covers(std::int64_t amount, double headroom, time_point now) const;
  };

  double headroom_;
  quota_mark spent_;
  std::int64_t learned_ = 0; ///< requests that the newest reading knew of
  account requests_;
  account tokens_;
};

} // namespace bellwether::domain
