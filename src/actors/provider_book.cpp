#include "actors/provider_book.hpp"

#include <spdlog/spdlog.h>

#include <chrono>
#include <utility>

namespace bellwether::actors {

namespace {

/// How long a call that found every slot taken waits before it asks again.
constexpr std::chrono::milliseconds full_pause{50};

void log_change(const std::string& who,
                const std::optional<domain::health_change>& change,
                domain::time_point now) {
  if (!change)
    return;
  const auto level = change->to == domain::health_state::closed
                         ? spdlog::level::info
                         : spdlog::level::warn;
  const auto hold = std::chrono::duration<double>(change->until - now).count();
  const auto length = hold > 0 ? fmt::format(" for {:.1f} s", hold) : "";
  spdlog::log(level, "{} is {} (was {}){}: {}", who, to_string(change->to),
              to_string(change->from), length, change->cause);
}

health_report report_of(const std::string& name, const domain::health& h,
                        domain::time_point now) {
  health_report out;
  out.name = name;
  out.state = h.state(now);
  out.since = h.since();
  out.held_until = h.held_until();
  out.consecutive_failures = h.consecutive_failures();
  out.cause = h.last_cause();
  return out;
}

} // namespace

provider_book::provider_book(provider_config config)
    : config_{std::move(config)},
      provider_{config_.health},
      random_{config_.seed} {
  const auto& all = config_.catalog->deployments;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].provider == config_.index)
      models_.emplace(i, domain::health{config_.health});
}

const std::string& provider_book::name() const {
  return config_.catalog->providers[config_.index];
}

std::variant<attempt_finished, domain::admission> provider_book::admit(
    std::size_t deployment, domain::time_point now) {
  if (in_flight_ >= config_.max_concurrent)
    return domain::admission{false, false, domain::health_state::closed,
                             now + full_pause};
  auto whole = provider_.admit(now);
  if (!whole.admitted)
    return whole;
  auto part = models_.at(deployment).admit(now);
  if (!part.admitted) {
    provider_.abandoned(now, whole.probe);
    return part;
  }
  ++in_flight_;
  ++attempts_;
  return attempt_finished{deployment, whole.probe, part.probe, std::nullopt};
}

void provider_book::finish(const attempt_finished& attempt,
                           domain::time_point now) {
  --in_flight_;
  if (attempt.how) {
    last_outcome_ = now;
    judge(attempt, *attempt.how, now);
  } else {
    provider_.abandoned(now, attempt.provider_probe);
    models_.at(attempt.deployment).abandoned(now, attempt.model_probe);
  }
}

void provider_book::judge(const attempt_finished& attempt, const outcome& how,
                          domain::time_point now) {
  if (how.failed) {
    judge_failure(attempt, *how.failed, now);
    return;
  }
  auto& model = models_.at(attempt.deployment);
  const auto& what = config_.catalog->deployments[attempt.deployment].name;
  log_change(name(), provider_.succeeded(now, attempt.provider_probe), now);
  log_change(name() + "/" + what, model.succeeded(now, attempt.model_probe),
             now);
}

void provider_book::judge_failure(const attempt_finished& attempt,
                                  const domain::failure& why,
                                  domain::time_point now) {
  using enum domain::health_mark;
  auto& model = models_.at(attempt.deployment);
  const auto& what = config_.catalog->deployments[attempt.deployment].name;
  const auto mark = domain::verdict_of(why.what).mark;
  switch (mark) {
    case none:
      provider_.abandoned(now, attempt.provider_probe);
      model.abandoned(now, attempt.model_probe);
      return;
    case failure:
    case provider_misconfigured:
      model.abandoned(now, attempt.model_probe);
      log_change(
          name(),
          provider_.failed(now, attempt.provider_probe, mark, why, chance()),
          now);
      break;
    case rate_limited:
    case model_misconfigured:
      // The provider itself answered: that is as good as a success.
      log_change(name(), provider_.succeeded(now, attempt.provider_probe), now);
      log_change(name() + "/" + what,
                 model.failed(now, attempt.model_probe, mark, why, chance()),
                 now);
      break;
  }
  ++failures_;
}

provider_report provider_book::report(domain::time_point now) const {
  provider_report out;
  out.provider = report_of(name(), provider_, now);
  for (const auto& [deployment, model] : models_)
    out.models.push_back(
        report_of(config_.catalog->deployments[deployment].name, model, now));
  out.in_flight = in_flight_;
  out.max_concurrent = config_.max_concurrent;
  out.attempts = attempts_;
  out.failures = failures_;
  out.last_outcome = last_outcome_;
  return out;
}

double provider_book::chance() {
  return std::uniform_real_distribution<>{}(random_);
}

} // namespace bellwether::actors
