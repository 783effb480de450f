#include "actors/objective.hpp"

#include "actors/lane.hpp"

#include <spdlog/spdlog.h>

#include <chrono>
#include <utility>

namespace bellwether::actors {

namespace {

using objective_pointer = objective_actor::stateful_pointer<objective_state>;
using std::chrono::system_clock;

/// How late a drill may end.
constexpr std::chrono::milliseconds tick{250};

/// The counts are kept this often.
constexpr std::chrono::seconds remember_every{30};

/// The objective is about the calendar.
domain::availability::minutes wall_minutes() {
  return std::chrono::floor<std::chrono::minutes>(
      system_clock::now().time_since_epoch());
}

const std::string& name_of(const objective_state& state, std::size_t provider) {
  return state.config.catalog->providers.at(provider);
}

void publish(objective_state& state, const char* kind,
             const domain::drill_order& order, std::string cause) {
  event e;
  e.at = system_clock::now();
  e.kind = kind;
  e.provider = name_of(state, order.provider);
  e.cause = std::move(cause);
  spdlog::warn("{}: {}", e.provider, e.cause);
  state.events->append(std::move(e));
}

void end_drill(objective_pointer self, domain::drill_end why) {
  auto& state = self->state;
  auto& drill = *state.book->drill;
  const auto now = self->clock().now();
  state.config.drills->end();
  drill.end(why, now);
  const auto report = drill.report(now);
  publish(state, "drill_ended", report.order,
          fmt::format("the drill has ended ({}): {} requests, {} failed, {} "
                      "rerouted",
                      to_string(why), report.requests, report.failed,
                      report.rerouted));
}

void count(objective_pointer self, const domain::finished_call& call) {
  auto& book = *self->state.book;
  book.availability.add(call, wall_minutes());
  if (!book.drill)
    return;
  book.drill->add(call);
  if (book.drill->running() && book.drill->in_danger())
    end_drill(self, domain::drill_end::in_danger);
}

void watch(objective_pointer self, const provider_changed& change) {
  auto& drill = self->state.book->drill;
  if (!drill)
    return;
  const auto now = self->clock().now();
  if (change.provider != drill->report(now).order.provider)
    return;
  if (change.to == domain::health_state::closed)
    drill->closed(now, change.deployment);
  else if (change.to != domain::health_state::half_open)
    drill->held_out(now, change.deployment);
}

availability_snapshot snapshot(const objective_state& state) {
  const auto& all = state.book->availability;
  const auto at = wall_minutes();
  return {all.objective(), all.budget_left(at), all.report(at),
          all.last_day(at)};
}

drill_snapshot show(objective_pointer self) {
  drill_snapshot out;
  if (const auto& drill = self->state.book->drill)
    out.report = drill->report(self->clock().now());
  return out;
}

drill_snapshot start(objective_pointer self, const start_drill& asked) {
  auto& state = self->state;
  auto& drill = state.book->drill;
  if (drill && drill->running()) {
    auto out = show(self);
    out.refused = "a drill is running";
    return out;
  }
  drill.emplace(asked.order, self->clock().now());
  state.config.drills->begin(asked.order);
  publish(state, "drill_started", asked.order,
          fmt::format("a drill has begun: {} for {:.0f} % of its attempts, "
                      "{} s",
                      to_string(asked.order.fault), asked.order.share * 100,
                      asked.order.length.count() / 1000));
  return show(self);
}

drill_snapshot stop(objective_pointer self) {
  const auto& drill = self->state.book->drill;
  if (drill && drill->running())
    end_drill(self, domain::drill_end::stopped);
  return show(self);
}

void look_around(objective_pointer self) {
  self->delayed_send(self, tick, objective_tick{});
  auto& state = self->state;
  const auto now = self->clock().now();
  const auto& drill = state.book->drill;
  if (drill && drill->running() && now >= drill->ends_at())
    end_drill(self, domain::drill_end::time_up);
  if (now - state.remembered < remember_every)
    return;
  state.remembered = now;
  tell(state.where->keeper(),
       state.book->availability.remember(wall_minutes()));
}

} // namespace

std::shared_ptr<objective_book> make_book(const objective_config& config) {
  auto book = std::make_shared<objective_book>(objective_book{
      domain::availability{config.catalog->providers.size(), config.objective},
      std::nullopt});
  book->availability.recall(config.memory, wall_minutes());
  return book;
}

objective_actor::behavior_type objective(objective_pointer self,
                                         objective_config config,
                                         std::shared_ptr<objective_book> book,
                                         std::shared_ptr<const directory> where,
                                         std::shared_ptr<event_log> events) {
  auto& state = self->state;
  state.config = std::move(config);
  state.book = std::move(book);
  state.where = std::move(where);
  state.events = std::move(events);
  state.remembered = self->clock().now();
  self->delayed_send(self, tick, objective_tick{});
  return {
      [self](const domain::finished_call& call) { count(self, call); },
      [self](const provider_changed& change) { watch(self, change); },
      [self](availability_request) { return snapshot(self->state); },
      [self](const start_drill& asked) { return start(self, asked); },
      [self](stop_drill) { return stop(self); },
      [self](drill_request) { return show(self); },
      [self](objective_tick) { look_around(self); },
  };
}

} // namespace bellwether::actors
