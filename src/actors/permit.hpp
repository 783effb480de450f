#pragma once

#include "domain/failure.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <utility>

namespace bellwether::actors {

/// How an admitted attempt ended.
struct outcome {
  /// Nothing: it succeeded.
  std::optional<domain::failure> failed = std::nullopt;
};

/// The right to make one attempt at a provider, and the duty to say how it
/// ended. Whoever drops a permit without reporting gives it back as an attempt
/// that told nothing, so a slot cannot leak. Move-only; any thread.
class permit {
public:
  /// Takes the report; called exactly once, from the reporting thread. Nothing
  /// means: abandoned.
  using report_to = std::function<void(std::optional<outcome>)>;

  explicit permit(report_to to) : to_{std::move(to)} {}
  permit(permit&& other) noexcept : to_{std::exchange(other.to_, nullptr)} {}
  permit& operator=(permit&& other) noexcept {
    if (this != &other) {
      report(std::nullopt);
      to_ = std::exchange(other.to_, nullptr);
    }
    return *this;
  }
  ~permit() { report(std::nullopt); }

  void succeeded() { report(outcome{}); }
  void failed(const domain::failure& why) { report(outcome{why}); }

private:
  void report(std::optional<outcome> how) {
    if (auto to = std::exchange(to_, nullptr))
      to(std::move(how));
  }

  report_to to_;
};

} // namespace bellwether::actors
