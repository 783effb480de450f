#include "actors/provider.hpp"

#include "actors/lane.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace bellwether::actors {

namespace {

using provider_pointer = provider_actor::stateful_pointer<provider_state>;
using domain::refusal;
using domain::urgency;

/// How often an actor looks at what time alone changes: a hold that is over, a
/// probe that is due. Nobody waits for it with a request in hand.
constexpr std::chrono::milliseconds tick{250};

/// What is learned without a change of state is kept this often.
constexpr std::chrono::seconds remember_every{30};

template <class Finished>
permit::report_to report_end(const provider_actor& self, Finished admitted) {
  return [self, admitted](std::optional<outcome> how) mutable {
    admitted.how = std::move(how);
    tell(self, std::move(admitted));
  };
}

/// Only who waits for a probe wants to know that it has begun to answer.
permit make_permit(const provider_actor& self, const attempt_finished& as) {
  if (!as.provider_probe && !as.model_probe)
    return permit{report_end(self, as)};
  return permit{report_end(self, as), [self, as] {
                  tell(self, attempt_began{as});
                }};
}

void remember(provider_pointer self) {
  auto& state = self->state;
  state.remembered = self->clock().now();
  tell(state.where->keeper(),
       provider_remembered{state.book->config().index,
                           state.book->remember(state.remembered)});
}

event event_of(const provider_book& book, const book_change& change,
               domain::time_point now) {
  using std::chrono::system_clock;
  event out;
  out.at = system_clock::now();
  out.kind = "provider_state";
  out.provider = book.name();
  if (change.deployment)
    out.model = book.config().catalog->deployments[*change.deployment].name;
  out.from = to_string(change.what.from);
  out.to = to_string(change.what.to);
  out.cause = change.what.cause;
  if (change.what.until > now)
    out.until = out.at
                + std::chrono::duration_cast<system_clock::duration>(
                    change.what.until - now);
  return out;
}

void log(const event& e, const domain::health_change& change,
         domain::time_point now) {
  const auto level = change.to == domain::health_state::closed
                             || change.to == domain::health_state::half_open
                         ? spdlog::level::info
                         : spdlog::level::warn;
  const auto hold = std::chrono::duration<double>(change.until - now).count();
  const auto length = hold > 0 ? fmt::format(" for {:.1f} s", hold) : "";
  spdlog::log(level, "{}{}{} is {} (was {}){}: {}", e.provider,
              e.model.empty() ? "" : "/", e.model, e.to, e.from, length,
              e.cause);
}

/// Tells everybody whom a change of state concerns.
void publish(provider_pointer self, const provider_book::changes& changes) {
  if (changes.empty())
    return;
  auto& state = self->state;
  const auto now = self->clock().now();
  for (const auto& change : changes) {
    auto e = event_of(*state.book, change, now);
    log(e, change.what, now);
    state.events->append(std::move(e));
    tell(state.where->objective(),
         provider_changed{state.book->config().index, change.deployment,
                          change.what.to});
  }
  remember(self);
}

admission_request request_of(const admit_call& asked) {
  const auto& facts = asked.call->facts;
  const auto deployment = asked.call->progress->current();
  return {
      .deployment = deployment,
      .how = asked.how,
      .tokens = domain::estimate_tokens(facts.prompt_chars)
                + facts.max_output_tokens.value_or(0),
      .stream = facts.stream,
      .repeated = asked.call->progress->has_failed_at_provider_of(deployment)};
}

/// When a second candidate may be asked beside this attempt.
std::optional<std::chrono::nanoseconds> hedge_after(const provider_book& book,
                                                    const admit_call& asked,
                                                    std::size_t deployment,
                                                    domain::time_point now) {
  const auto& routes = book.config().catalog->routes;
  const auto& facts = asked.call->facts;
  const auto route = routes.find(facts.model);
  if (asked.hedge || route == routes.end() || !route->second.hedge)
    return std::nullopt;
  auto wait = book.usual_wait(deployment, facts.stream, now);
  if (wait)
    *wait = std::max<std::chrono::nanoseconds>(*wait,
                                               route->second.hedge->least_wait);
  return wait;
}

void send_back(provider_pointer self, const admit_call& asked,
               const domain::admission& why) {
  asked.call->progress->refused(why);
  self->send(self->state.where->router(), dispatch_call{asked});
}

/// Admits the call or says why not.
std::optional<domain::admission> try_admit(provider_pointer self,
                                           const admit_call& asked) {
  const auto now = self->clock().now();
  auto& book = *self->state.book;
  const auto wanted = request_of(asked);
  publish(self, book.settle(wanted.deployment, now));
  auto answer = book.admit(wanted, now);
  if (auto* refused = std::get_if<domain::admission>(&answer))
    return *refused;
  asked.sink->deliver(attempt{
      wanted.deployment,
      make_permit(provider_actor{self}, std::get<attempt_finished>(answer)),
      hedge_after(book, asked, wanted.deployment, now)});
  return std::nullopt;
}

/// A call that has nowhere else to go waits for a slot, if it will be in time.
bool enqueue(provider_pointer self, const admit_call& asked) {
  const auto now = self->clock().now();
  return self->state.queue->enter(asked, asked.call->deadline, now,
                                  self->state.book->pace(now));
}

void admit(provider_pointer self, const admit_call& asked) {
  const auto refused = try_admit(self, asked);
  if (!refused)
    return;
  const bool waits = refused->why == refusal::full && !asked.hedge
                     && asked.how == urgency::last_resort;
  if (waits && enqueue(self, asked))
    return;
  send_back(self, asked, *refused);
}

/// Gives free slots to who waits for them.
void serve_queue(provider_pointer self) {
  auto& state = self->state;
  while (!state.book->full()) {
    const auto next = state.queue->next(self->clock().now());
    if (!next)
      return;
    if (const auto refused = try_admit(self, *next))
      send_back(self, *next, *refused);
  }
}

template <class Finished>
void finish(provider_pointer self, const Finished& ended) {
  publish(self, self->state.book->finish(ended, self->clock().now()));
  serve_queue(self);
}

void probe(provider_pointer self) {
  auto& state = self->state;
  const auto prober = state.where->prober();
  if (!prober)
    return;
  if (auto slot = state.book->begin_probe(self->clock().now()))
    prober->probe(state.book->config().index,
                  permit{report_end(provider_actor{self}, std::move(*slot))});
}

void look_around(provider_pointer self) {
  self->delayed_send(self, tick, provider_tick{});
  publish(self, self->state.book->settle(self->clock().now()));
  serve_queue(self);
  probe(self);
  if (self->clock().now() - self->state.remembered >= remember_every)
    remember(self);
}

provider_report report(provider_pointer self) {
  auto out = self->state.book->report(self->clock().now());
  out.queued = self->state.queue->size();
  out.shed = self->state.queue->shed();
  return out;
}

} // namespace

provider_actor::behavior_type provider(provider_pointer self,
                                       std::shared_ptr<provider_book> book,
                                       std::shared_ptr<const directory> where,
                                       std::shared_ptr<event_log> events) {
  auto& state = self->state;
  state.queue.emplace(book->config().queue);
  state.book = std::move(book);
  state.where = std::move(where);
  state.events = std::move(events);
  state.book->restart(self->clock().now());
  self->delayed_send(self, tick, provider_tick{});
  return {
      [self](const admit_call& asked) { admit(self, asked); },
      [self](const attempt_began& attempt) {
        publish(self, self->state.book->begin(attempt, self->clock().now()));
      },
      [self](const attempt_finished& attempt) { finish(self, attempt); },
      [self](const probe_finished& ended) { finish(self, ended); },
      [self](provider_tick) { look_around(self); },
      [self](report_request) { return report(self); },
  };
}

} // namespace bellwether::actors
