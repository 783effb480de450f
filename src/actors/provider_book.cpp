#include "actors/provider_book.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace bellwether::actors {

namespace {

/// How long a call that found every slot taken waits before it asks again.
constexpr std::chrono::milliseconds full_pause{50};

/// A restart may be what the operator did about a misconfiguration: that is
/// tried again at once.
domain::health_memory after_restart(domain::health_memory before,
                                    domain::time_point now) {
  if (before.state == domain::health_state::misconfigured)
    before.held_until = std::min(before.held_until, now);
  return before;
}

} // namespace

provider_book::provider_book(provider_config config, domain::time_point now)
    : config_{std::move(config)},
      started_{now},
      provider_{config_.health},
      limit_{config_.concurrency},
      random_{config_.seed},
      probe_chance_{chance()} {
  const auto& all = config_.catalog->deployments;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].provider == config_.index)
      models_.emplace(i, model_book{domain::health{config_.health},
                                    domain::quota{config_.quota_headroom}});
  if (!config_.memory)
    return;
  provider_.recall(after_restart(config_.memory->health, now), now);
  for (auto& [deployment, model] : models_) {
    const auto& known = config_.memory->models;
    const auto found = known.find(model_name(deployment));
    if (found == known.end())
      continue;
    model.health.recall(after_restart(found->second.health, now), now);
    for (const auto each : found->second.first_tokens)
      model.first_tokens.add(each, now);
    for (const auto each : found->second.answers)
      model.answers.add(each, now);
  }
}

const std::string& provider_book::name() const {
  return config_.catalog->providers[config_.index];
}

const std::string& provider_book::model_name(std::size_t deployment) const {
  return config_.catalog->deployments[deployment].name;
}

domain::admission provider_book::refuse(domain::refusal why,
                                        domain::time_point until) const {
  using domain::health_state;
  const auto state = why == domain::refusal::low_quota
                         ? health_state::rate_limited
                         : health_state::closed;
  return {false, false, state, why, until};
}

std::variant<attempt_finished, domain::admission> provider_book::admit(
    const admission_request& asked, domain::time_point now) {
  const auto whole = provider_.admit(now, asked.how, chance());
  if (!whole.admitted)
    return whole;
  auto& model = models_.at(asked.deployment);
  if (limit_.full()) {
    provider_.abandoned(now, whole.probe);
    return refuse(domain::refusal::full, now + full_pause);
  }
  if (asked.how == domain::urgency::normal)
    if (const auto until = model.quota.short_until(asked.tokens, now)) {
      provider_.abandoned(now, whole.probe);
      return refuse(domain::refusal::low_quota, *until);
    }
  const auto part = model.health.admit(now, asked.how, chance());
  if (!part.admitted) {
    provider_.abandoned(now, whole.probe);
    return part;
  }
  limit_.take();
  const auto mark = model.quota.spend(asked.tokens);
  ++attempts_;
  const admitted_attempt as{asked.deployment, whole.probe, part.probe,
                            provider_.era(), model.health.era()};
  return attempt_finished{as, asked.stream, asked.repeated, mark, std::nullopt};
}

std::optional<probe_finished> provider_book::begin_probe(
    domain::time_point now) {
  const domain::probe_facts facts{.state = provider_.state(now),
                                  .held_until = provider_.held_until(),
                                  .known_since = started_,
                                  .last_told = last_outcome_,
                                  .last_probe = last_probe_,
                                  .probe_out = probe_out_};
  const auto due = domain::next_probe(config_.probe, facts, now, probe_chance_);
  if (!due || probe_out_ || *due > now)
    return std::nullopt;
  probe_finished slot;
  if (facts.state == domain::health_state::half_open) {
    const auto admitted = provider_.admit(now);
    if (!admitted.admitted)
      return std::nullopt;
    slot.provider_probe = admitted.probe;
  }
  probe_out_ = true;
  probe_chance_ = chance();
  last_probe_ = now;
  ++probes_;
  return slot;
}

void provider_book::restart(domain::time_point now) {
  limit_.reset();
  probe_out_ = false;
  provider_.abandoned(now, true);
  for (auto& [deployment, model] : models_)
    model.health.abandoned(now, true);
}

double provider_book::chance() {
  return std::uniform_real_distribution<>{}(random_);
}

} // namespace bellwether::actors
