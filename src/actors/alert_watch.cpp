#include "actors/alert_watch.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace bellwether::actors {

namespace {

using watch_pointer = alert_watch_actor::stateful_pointer<alert_watch_state>;

constexpr std::chrono::seconds pause{1};
/// How long the others may take to say how they are.
constexpr std::chrono::seconds patience{3};
constexpr std::chrono::days day{1};

/// For so long after the start a predecessor's crash is news.
constexpr std::chrono::minutes crash_is_news{10};

/// Questions to several; `done` is called once all have answered or had time
/// to.
struct round {
  watch_pointer self;
  std::function<void()> done;
  std::size_t missing = 0;

  void arrived() {
    if (--missing == 0)
      done();
  }
};

/// Puts the answer to `to`, which stays as it is without one.
template <class Answer, class Actor, class Question>
void ask(const std::shared_ptr<round>& all, const Actor& whom,
         Question question, Answer& to) {
  if (!whom)
    return;
  ++all->missing;
  all->self->request(whom, patience, std::move(question))
      .then(
          [all, &to](Answer& answer) {
            to = std::move(answer);
            all->arrived();
          },
          [all](const caf::error&) { all->arrived(); });
}

/// What nobody has said yet must not look like what is not.
void tell_facts(watch_pointer self) {
  auto& state = self->state;
  if (!state.seen.budgets || state.seen.providers.empty())
    return;
  const auto now = state.config.wall_now();
  auto facts = std::make_shared<domain::alert_facts>(
      facts_of(state.seen, state.config, self->clock().now(), now));
  if (now - state.started > crash_is_news)
    facts->crashed.reset();
  self->send(state.where->notifier(), alert_facts_ptr{std::move(facts)});
}

template <class Name>
void sort_and_cut(std::vector<Name>& all) {
  constexpr std::size_t most = 3;
  std::ranges::stable_sort(all, std::greater{}, &Name::second);
  std::erase_if(all, [](const auto& each) {
    return each.second == decltype(each.second){};
  });
  all.resize(std::min(all.size(), most));
}

/// What the ledger and the objective say of the last 24 hours.
domain::day_figures figures_of(const day_observations& seen,
                               const observations& now, domain::wall_time to) {
  domain::day_figures out;
  out.from = to - day;
  out.to = to;
  for (const auto& row : seen.by_model->rows) {
    out.spent += row.cost + row.probes;
    out.attempts += row.attempts;
    out.requests += row.requests;
    out.failures += row.failures;
    out.dearest.emplace_back(row.names.front(), row.cost);
  }
  for (const auto& row : seen.by_provider->rows)
    out.failing.emplace_back(row.names.front(), row.failures);
  sort_and_cut(out.dearest);
  sort_and_cut(out.failing);
  const auto& counts = now.availability.day;
  out.saved = counts.saved;
  out.availability = counts.callers.share_good();
  if (now.budgets)
    out.budgets = *now.budgets;
  return out;
}

void tell_day(watch_pointer self, domain::wall_time to) {
  auto& state = self->state;
  const auto seen = std::make_shared<day_observations>();
  const auto all = std::make_shared<round>(round{self, {}});
  all->done = [self, seen, to] {
    auto& known = self->state;
    if (seen->by_model && seen->by_provider)
      self->send(known.where->notifier(),
                 std::make_shared<const domain::day_figures>(
                     figures_of(*seen, known.seen, to)));
  };
  const auto ledger = state.where->ledger();
  ask(all, ledger,
      storage::report_query{to - day, to, {storage::dimension::model}, {}},
      seen->by_model);
  ask(all, ledger,
      storage::report_query{to - day, to, {storage::dimension::provider}, {}},
      seen->by_provider);
}

void look(watch_pointer self) {
  self->delayed_send(self, pause, watch_tick{});
  auto& state = self->state;
  const auto now = state.config.wall_now();
  const auto all = std::make_shared<round>(round{self, {}});
  all->done = [self] {
    tell_facts(self);
  };
  ask(all, state.supervisor, report_request{}, state.seen.providers);
  ask(all, state.where->objective(), availability_request{},
      state.seen.availability);
  ask(all, state.where->cost(), budgets_request{}, state.seen.budgets);
  ask(all, state.where->ledger(), ledger_status_request{}, state.seen.ledger);
  if (!state.next_digest || now < *state.next_digest)
    return;
  tell_day(self, *state.next_digest);
  state.next_digest =
      domain::next_digest(*state.config.zone, state.config.digest.at, now);
}

/// The one that a daemon missed while it was down is made up for.
void plan_digest(alert_watch_state& state) {
  const auto& config = state.config;
  if (config.digest.sinks.empty())
    return;
  const auto last = config.outbox->last_digest();
  state.next_digest = domain::next_digest(*config.zone, config.digest.at,
                                          last.value_or(state.started));
}

} // namespace

alert_watch_actor::behavior_type alert_watch(
    watch_pointer self, alert_watch_config config, supervisor_actor supervisor,
    std::shared_ptr<const directory> where) {
  auto& state = self->state;
  state.config = std::move(config);
  state.supervisor = std::move(supervisor);
  state.where = std::move(where);
  state.started = state.config.wall_now();
  plan_digest(state);
  self->send(self, watch_tick{});
  return {
      [self](watch_tick) { look(self); },
  };
}

} // namespace bellwether::actors
