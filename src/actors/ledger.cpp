#include "actors/ledger.hpp"

#include "actors/lane.hpp"

#include <caf/actor_addr.hpp>
#include <caf/actor_cast.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

namespace bellwether::actors {

namespace {

using namespace std::chrono_literals;
using ledger_pointer = ledger_actor::stateful_pointer<ledger_state>;

/// How long records are gathered for one transaction.
constexpr std::chrono::milliseconds gather{75};
constexpr std::chrono::milliseconds first_pause{250};
constexpr std::chrono::milliseconds longest_pause{5'000};
constexpr std::chrono::minutes tick{1};

/// Of one tick: a file that was never pruned must not hold up the questions.
constexpr int most_prunes = 20;

/// Requests in flight go before the file. For the calling thread only, which
/// must be the actor's own; one that may not do it goes on as it is.
void give_way() {
  constexpr int nicer = 10;
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), nicer);
}

void announce(ledger_state& state, const char* kind, std::string cause) {
  event e;
  e.at = std::chrono::system_clock::now();
  e.kind = kind;
  e.cause = std::move(cause);
  state.events->append(std::move(e));
}

/// A journal that had no room says so until a record finds some: a mark of no
/// budget tries, since nobody else may be let to.
bool is_well(storage::ledger_writer& writer) {
  return !writer.failing() || (writer.fired({}) && !writer.failing());
}

/// Tells failures and their end, once each.
void tell_state(ledger_state& state, bool well) {
  if (state.failing == !well)
    return;
  state.failing = !well;
  if (well) {
    spdlog::info("the ledger is written again");
    return announce(state, "ledger_recovered", "the ledger is written again");
  }
  auto problem = state.book->status().problem;
  if (problem.empty())
    problem = "the journal has no room";
  spdlog::error("the ledger cannot be written: {}", problem);
  announce(state, "ledger_failing", std::move(problem));
}

/// Whether all is in the file.
bool drain(ledger_state& state) {
  const auto writer = state.book->writer();
  writer->awake();
  while (state.book->drain())
    continue;
  const auto well = is_well(*writer);
  tell_state(state, well);
  return well;
}

void look_after(ledger_pointer self, std::chrono::milliseconds pause) {
  self->state.due = self->clock().now() + pause;
  self->delayed_send(self, pause, ledger_wake{});
}

/// Records wake it; it looks when they had time to become more, and what
/// failed when it had time to mend.
void wake(ledger_pointer self) {
  auto& state = self->state;
  if (!state.due)
    return look_after(self, gather);
  if (self->clock().now() < *state.due)
    return;
  state.due.reset();
  if (drain(state)) {
    state.pause = 0ms;
    return;
  }
  state.pause = std::clamp(state.pause * 2, first_pause, longest_pause);
  look_after(self, state.pause);
}

void prune(ledger_pointer self) {
  self->delayed_send(self, tick, ledger_tick{});
  auto& state = self->state;
  for (int i = 0; i < most_prunes && state.book->prune(state.wall_now()); ++i)
    continue;
  if (!state.due)
    tell_state(state, is_well(*state.book->writer()));
}

/// Questions are about what is in the file: what was told comes first.
ledger_report_ptr report(ledger_state& state, const storage::report_query& q) {
  drain(state);
  auto out = std::make_shared<ledger_report>();
  try {
    out->rows = state.book->store().report(q);
  } catch (const std::exception& fault) {
    out->problem = fault.what();
  }
  return out;
}

ledger_page_ptr page(ledger_state& state, const storage::entries_query& q) {
  drain(state);
  auto out = std::make_shared<ledger_page>();
  try {
    out->page = state.book->store().entries(q);
  } catch (const std::exception& fault) {
    out->problem = fault.what();
  }
  return out;
}

/// A handle of its own would keep the actor's thread for as long as the
/// writer.
void wake_by_records(ledger_pointer self) {
  self->state.book->writer()->on_record([whom = self->address()] {
    tell(caf::actor_cast<ledger_actor>(whom), ledger_wake{});
  });
}

} // namespace

ledger_actor::behavior_type ledger(
    ledger_pointer self, std::shared_ptr<storage::ledger> book,
    std::shared_ptr<event_log> events,
    std::function<domain::wall_time()> wall_now) {
  auto& state = self->state;
  state.book = std::move(book);
  state.events = std::move(events);
  state.wall_now = std::move(wall_now);
  if (self->getf(caf::abstract_actor::is_detached_flag))
    give_way();
  self->set_exit_handler([self](const caf::exit_msg& why) {
    self->state.book->writer()->on_record(nullptr);
    drain(self->state);
    self->quit(why.reason);
  });
  wake_by_records(self);
  look_after(self, gather);
  self->delayed_send(self, tick, ledger_tick{});
  return {
      [self](ledger_wake) { wake(self); },
      [self](ledger_tick) { prune(self); },
      [self](const storage::report_query& q) { return report(self->state, q); },
      [self](const storage::entries_query& q) { return page(self->state, q); },
      [self](ledger_status_request) { return self->state.book->status(); },
  };
}

} // namespace bellwether::actors
