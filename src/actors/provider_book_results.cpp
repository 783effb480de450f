// What attempts and probes that ended, and time alone, change in a provider's
// book.
#include "actors/provider_book.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace bellwether::actors {

namespace {

using domain::concurrency_limit;
using domain::failure_class;
using domain::health_mark;

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
      return attempt.how->quota.requests.tells()
                     || attempt.how->quota.tokens.tells()
                 ? sign::none
                 : sign::overload;
    default:
      return sign::none;
  }
}

/// Whether the provider itself had a say in how the attempt ended. One that was
/// ended before tells at most how long it had been waited for; taking it for
/// news would keep the probes away from a provider that hangs.
bool tells(const outcome& how) {
  if (how.lost)
    return false;
  if (!how.failed)
    return true;
  return how.failed->what != failure_class::caller_gone
         && how.failed->what != failure_class::deadline_passed
         && how.failed->what != failure_class::unsupported;
}

} // namespace

/// Whether the attempt is from before the provider, or the model, came back:
/// what it met then is known.
bool provider_book::outdated(const admitted_attempt& attempt) const {
  return attempt.provider_era != provider_.era()
         || attempt.model_era != models_.at(attempt.deployment).health.era();
}

provider_book::changes provider_book::begin(const attempt_began& attempt,
                                            domain::time_point now) {
  changes out = settle(attempt.deployment, now);
  if (outdated(attempt))
    return out;
  last_outcome_ = now;
  note(out, std::nullopt, provider_.succeeded(now, attempt.provider_probe));
  note(out, attempt.deployment,
       models_.at(attempt.deployment)
           .health.succeeded(now, attempt.model_probe));
  return out;
}

provider_book::changes provider_book::finish(attempt_finished attempt,
                                             domain::time_point now) {
  changes out = settle(attempt.deployment, now);
  const bool old = outdated(attempt);
  // The slot of a probe that is out now is another one's.
  attempt.provider_probe = attempt.provider_probe && !old;
  attempt.model_probe = attempt.model_probe && !old;
  limit_.give_back(now, old ? concurrency_limit::sign::none
                            : load_sign(attempt, provider_.state(now)));
  if (attempt.how)
    learn(attempt, now);
  if (attempt.how && tells(*attempt.how)) {
    last_outcome_ = now;
    judge(attempt, now, out);
  } else if (const auto slow =
                 attempt.how ? too_slow(*attempt.how) : std::nullopt) {
    last_outcome_ = now;
    judge_failure(attempt, *slow, now, out);
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

/// An answer that came so late, or was waited for so long, that it counts as a
/// failure.
std::optional<domain::failure> provider_book::too_slow(
    const outcome& how) const {
  const auto limit = config_.health.slow;
  if (limit.count() == 0 || !how.first_token || *how.first_token <= limit)
    return std::nullopt;
  const auto took =
      std::chrono::ceil<std::chrono::milliseconds>(*how.first_token);
  return domain::failure{.what = failure_class::timed_out,
                         .detail = "the first token took "
                                   + std::to_string(took.count())
                                   + " ms or longer, more than slow_ms = "
                                   + std::to_string(limit.count())};
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
  model.last_success = now;
}

/// Whether a failure is the model's and not its provider's: the provider
/// answered, if badly, and another model at it answers well.
bool provider_book::models_own_fault(std::size_t deployment,
                                     const domain::failure& why,
                                     domain::time_point now) const {
  const bool answered = why.what == failure_class::server_error
                        || why.what == failure_class::odd_server_error
                        || why.what == failure_class::bad_answer
                        || why.what == failure_class::truncated;
  return answered && std::ranges::any_of(models_, [&](const auto& each) {
           const auto& [index, model] = each;
           return index != deployment && model.last_success
                  && now - *model.last_success < config_.health.failure_window;
         });
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
  if ((mark == failure || mark == rate_limited) && outdated(attempt))
    mark = none;
  switch (mark) {
    case none:
      provider_.abandoned(now, attempt.provider_probe);
      model.abandoned(now, attempt.model_probe);
      break;
    case failure:
      if (models_own_fault(attempt.deployment, why, now)) {
        provider_.abandoned(now, attempt.provider_probe);
        note(out, attempt.deployment,
             model.failed(now, attempt.model_probe, mark, why, chance()));
        break;
      }
      [[fallthrough]];
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
  ++probes_succeeded_;
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

} // namespace bellwether::actors
