#pragma once

#include "domain/failure.hpp"
#include "domain/quota.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <utility>

namespace bellwether::actors {

/// How an admitted attempt ended.
struct outcome {
  /// Nothing: it succeeded.
  std::optional<domain::failure> failed = std::nullopt;
  /// Until a stream's first text, or until a plain answer was whole. Of an
  /// attempt that was ended before that: how long it had been waited for.
  std::optional<std::chrono::nanoseconds> first_token = std::nullopt;
  /// What the answer's headers said of the provider's limits.
  domain::quota_report quota = {};
  /// It was ended since another attempt won.
  bool lost = false;
};

/// The right to make one attempt at a provider, and the duty to say how it
/// ended. Whoever drops a permit without reporting gives it back as an attempt
/// that told nothing, so a slot cannot leak. Move-only; any thread.
class permit {
public:
  /// Takes the report; called exactly once, from the reporting thread. Nothing
  /// means: abandoned.
  using report_to = std::function<void(std::optional<outcome>)>;

  /// `begun` is told when an answer begins; null: nobody wants to know.
  explicit permit(report_to to, std::function<void()> begun = nullptr)
      : to_{std::move(to)}, begun_{std::move(begun)} {}
  permit(permit&& other) noexcept
      : to_{std::exchange(other.to_, nullptr)},
        begun_{std::exchange(other.begun_, nullptr)} {}
  permit& operator=(permit&& other) noexcept {
    if (this != &other) {
      report(std::nullopt);
      to_ = std::exchange(other.to_, nullptr);
      begun_ = std::exchange(other.begun_, nullptr);
    }
    return *this;
  }
  ~permit() { report(std::nullopt); }

  /// A stream's first text came: that proves the provider, though the attempt
  /// goes on.
  void began() {
    if (const auto told = std::exchange(begun_, nullptr))
      told();
  }

  /// The attempt ended; the first report counts.
  void finished(outcome how) { report(std::move(how)); }

private:
  void report(std::optional<outcome> how) {
    if (auto to = std::exchange(to_, nullptr))
      to(std::move(how));
  }

  report_to to_;
  std::function<void()> begun_;
};

} // namespace bellwether::actors
