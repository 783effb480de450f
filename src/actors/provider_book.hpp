#pragma once

#include "actors/messages.hpp"
#include "domain/catalog.hpp"
#include "domain/health.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <variant>

namespace bellwether::actors {

/// What a provider actor is told when it is started.
struct provider_config {
  std::shared_ptr<const domain::catalog> catalog;
  std::size_t index = 0; ///< into catalog::providers
  domain::health_policy health;
  std::size_t max_concurrent = 0;
  std::uint64_t seed = 0; ///< of the jitter
};

/// What a provider actor knows of its provider: health, slots, counts. It
/// outlives an actor that dies, so that its successor knows who is held out.
/// Used by one actor at a time.
class provider_book {
public:
  explicit provider_book(provider_config config);

  /// Admits an attempt at `deployment` if its provider, its model and the
  /// limit of concurrent attempts allow it.
  std::variant<attempt_finished, domain::admission> admit(
      std::size_t deployment, domain::time_point now);

  /// Books how an attempt ended.
  void finish(const attempt_finished& attempt, domain::time_point now);

  /// Forgets the attempts that report to an actor that is no more.
  void restart() { in_flight_ = 0; }

  provider_report report(domain::time_point now) const;

  const std::string& name() const;

private:
  void judge(const attempt_finished& attempt, const outcome& how,
             domain::time_point now);
  void judge_failure(const attempt_finished& attempt,
                     const domain::failure& why, domain::time_point now);
  double chance();

  provider_config config_;
  domain::health provider_;
  std::map<std::size_t, domain::health> models_; ///< by deployment
  std::size_t in_flight_ = 0;
  std::uint64_t attempts_ = 0;
  std::uint64_t failures_ = 0;
  std::optional<domain::time_point> last_outcome_;
  std::mt19937_64 random_;
};

} // namespace bellwether::actors
