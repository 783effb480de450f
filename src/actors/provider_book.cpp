#include "actors/provider_book.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace bellwether::actors {

namespace {

using domain::concurrency_limit;
using domain::failure_class;
using domain::health_mark;

/// How long a call that found every slot taken waits before it asks again.
constexpr std::chrono::milliseconds full_pause{50};

void note(provider_book::changes& to, std::optional<std::size_t> deployment,
          std::optional<domain::health_change> change) {
  if (change)
    to.push_back({deployment, std::move(*change)});
}

/// What the end of an attempt says of the provider's load. A 429 of a model
/// whose quota the provider states is about that quota; one that is held out is
/// down rather than busy.
concurrency_limit::sign load_sign(const attempt_finished& attempt,
                                  domain::health_state state) {
  using sign = concurrency_limit::sign;
  if (!attempt.how || attempt.how->lost)
    return sign::none;
  if (attempt.how->failed && state != domain::health_state::closed)
    return sign::none;
  if (!attempt.how->failed)
    return sign::success;
  switch (attempt.how->failed->what) {
    case failure_class::overloaded:
    case failure_class::timed_out:
      return sign::overload;
    case failure_class::rate_limited:
      return attempt.how->quota == domain::quota_report{} ? sign::overload
                                                          : sign::none;
    default:
      return sign::none;
  }
}

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
  return attempt_finished{.deployment = asked.deployment,
                          .provider_probe = whole.probe,
                          .model_probe = part.probe,
                          .stream = asked.stream,
                          .repeated = asked.repeated,
                          .asked = mark,
                          .how = std::nullopt};
}

provider_book::changes provider_book::finish(const attempt_finished& attempt,
                                             domain::time_point now) {
  changes out = settle(attempt.deployment, now);
  limit_.give_back(now, load_sign(attempt, provider_.state(now)));
  if (attempt.how)
    learn(attempt, now);
  if (attempt.how && !attempt.how->lost) {
    last_outcome_ = now;
    judge(attempt, now, out);
  } else {
    provider_.abandoned(now, attempt.provider_probe);
    models_.at(attempt.deployment).health.abandoned(now, attempt.model_probe);
  }
  return out;
}

/// What an answer teaches beside whether it was one.
void provider_book::learn(const attempt_finished& attempt,
                          domain::time_point now) {
  auto& model = models_.at(attempt.deployment);
  model.quota.learn(attempt.how->quota, attempt.asked, now);
  if (attempt.how->first_token)
    (attempt.stream ? model.first_tokens : model.answers)
        .add(*attempt.how->first_token, now);
}

/// A good answer that came so late that it counts as a failure.
std::optional<domain::failure> provider_book::too_slow(
    const outcome& how) const {
  const auto limit = config_.health.slow;
  if (limit.count() == 0 || !how.first_token || *how.first_token <= limit)
    return std::nullopt;
  const auto took =
      std::chrono::ceil<std::chrono::milliseconds>(*how.first_token);
  return domain::failure{
      .what = failure_class::timed_out,
      .detail = "the first token took " + std::to_string(took.count())
                + " ms, more than slow_ms = " + std::to_string(limit.count())};
}

void provider_book::judge(const attempt_finished& attempt,
                          domain::time_point now, changes& out) {
  const auto& how = *attempt.how;
  if (how.failed) {
    judge_failure(attempt, *how.failed, now, out);
    return;
  }
  auto& model = models_.at(attempt.deployment);
  const auto slow = too_slow(how);
  note(out, std::nullopt,
       slow ? provider_.failed(now, attempt.provider_probe,
                               health_mark::failure, *slow, chance())
            : provider_.succeeded(now, attempt.provider_probe));
  note(out, attempt.deployment,
       model.health.succeeded(now, attempt.model_probe));
}

void provider_book::judge_failure(const attempt_finished& attempt,
                                  const domain::failure& why,
                                  domain::time_point now, changes& out) {
  using enum domain::health_mark;
  auto& model = models_.at(attempt.deployment).health;
  auto mark = domain::verdict_of(why.what).mark;
  // One request that fails three times here is one sign of an outage.
  if (mark == failure && attempt.repeated && !attempt.provider_probe)
    mark = none;
  switch (mark) {
    case none:
      provider_.abandoned(now, attempt.provider_probe);
      model.abandoned(now, attempt.model_probe);
      break;
    case failure:
    case provider_misconfigured:
      model.abandoned(now, attempt.model_probe);
      note(out, std::nullopt,
           provider_.failed(now, attempt.provider_probe, mark, why, chance()));
      break;
    case rate_limited:
    case model_misconfigured:
      // The provider itself answered: that is as good as a success.
      note(out, std::nullopt, provider_.succeeded(now, attempt.provider_probe));
      note(out, attempt.deployment,
           model.failed(now, attempt.model_probe, mark, why, chance()));
      break;
  }
  if (domain::verdict_of(why.what).mark != none)
    ++failures_;
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

provider_book::changes provider_book::finish(const probe_finished& probe,
                                             domain::time_point now) {
  changes out = settle(now);
  probe_out_ = false;
  if (!probe.how) {
    provider_.abandoned(now, probe.provider_probe);
    return out;
  }
  last_outcome_ = now;
  if (const auto& why = probe.how->failed) {
    ++probes_failed_;
    const auto mark = domain::verdict_of(why->what).mark;
    // A list of models says nothing about one of them.
    const bool whole = mark == health_mark::failure
                       || mark == health_mark::provider_misconfigured;
    note(out, std::nullopt,
         provider_.failed(now, probe.provider_probe,
                          whole ? mark : health_mark::none, *why, chance()));
    return out;
  }
  // A host that lists its models can still fail every call: that it does so
  // proves nothing while calls themselves are telling.
  const bool proves = probe.provider_probe
                      || config_.probe.kind == domain::probe_kind::completion;
  if (proves)
    note(out, std::nullopt, provider_.succeeded(now, probe.provider_probe));
  return out;
}

provider_book::changes provider_book::settle(std::size_t deployment,
                                             domain::time_point now) {
  changes out;
  note(out, std::nullopt, provider_.settle(now));
  note(out, deployment, models_.at(deployment).health.settle(now));
  return out;
}

provider_book::changes provider_book::settle(domain::time_point now) {
  changes out;
  note(out, std::nullopt, provider_.settle(now));
  for (auto& [deployment, model] : models_)
    note(out, deployment, model.health.settle(now));
  return out;
}

void provider_book::restart() {
  limit_.reset();
  probe_out_ = false;
}

double provider_book::chance() {
  return std::uniform_real_distribution<>{}(random_);
}

} // namespace bellwether::actors
