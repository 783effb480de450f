#include "actors/courier.hpp"

#include "actors/sink_trial.hpp"
#include "alerts/verdict.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace bellwether::actors {

namespace {

using namespace std::chrono_literals;
using courier_pointer = courier_actor::stateful_pointer<courier_state>;
using std::chrono::milliseconds;
using storage::delivery_state;
using verdict_kind = alerts::verdict::kind;

/// Three messages that are all wrong: it is the sink.
constexpr unsigned most_rejected = 3;

/// How long one message's failure holds up the others, and how long the sink
/// itself may.
constexpr milliseconds longest_hold = 30s;
constexpr milliseconds longest_pause = 1h;

/// Until the outbox is asked again if it fails, and if the clock may jump.
constexpr milliseconds outbox_pause = 5s;
constexpr milliseconds longest_sleep = 10min;

const std::string& name_of(const courier_state& state) {
  return state.config.carrier->sink().name;
}

/// In [0, 1).
double chance(courier_state& state) {
  return std::uniform_real_distribution<double>{0.0, 1.0}(state.chance);
}

/// Looks again after so long, unless it does so sooner anyway.
void sleep(courier_pointer self, milliseconds how_long) {
  auto& alarm = self->state.alarm;
  const auto now = self->clock().now();
  const auto pause = std::clamp(how_long, milliseconds{0}, longest_sleep);
  if (alarm && *alarm > now && *alarm <= now + pause)
    return;
  alarm = now + pause;
  self->delayed_send(self, pause, courier_wake{});
}

void hold(courier_pointer self, milliseconds how_long) {
  auto& held = self->state.held;
  held = std::max(held, self->clock().now() + how_long);
}

/// Whether `work` with the outbox was done; if not it is tried again later.
template <class Work>
bool with_outbox(courier_pointer self, const Work& work) {
  auto& state = self->state;
  try {
    work(*state.config.outbox);
    state.outbox_fails = false;
    return true;
  } catch (const std::exception& why) {
    if (!std::exchange(state.outbox_fails, true))
      spdlog::error(
          "the sink {} gets no alerts while the outbox cannot be used: {}",
          name_of(state), why.what());
    sleep(self, outbox_pause);
    return false;
  }
}

/// What was sent must not be sent once more because nobody wrote that down.
bool write_note(courier_pointer self) {
  auto& note = self->state.unwritten;
  if (!note)
    return true;
  const auto now = self->state.config.wall_now();
  if (!with_outbox(self, [&](auto& outbox) {
        outbox.tried(note->delivery, note->state, note->status, note->answer,
                     now, note->due);
      }))
    return false;
  note.reset();
  return true;
}

/// One try, whose failures are answers.
alerts::sink_answer carry(courier_pointer self, const domain::alert_message& m,
                          const std::string& id) {
  auto& config = self->state.config;
  alerts::sink_answer out;
  try {
    out = config.carrier->carry(m, id, config.wall_now());
  } catch (const std::exception&) {
    // What it says may hold the URL.
    out.problem = "The message could not be sent.";
  }
  hold(self, config.pace);
  return out;
}

/// Keeps the board, and tells troubles and their end, once each.
void tell(courier_state& state, const alerts::verdict& v) {
  const auto& name = name_of(state);
  auto now = state.config.board->state(name);
  ++now.tries;
  if (v.what == verdict_kind::delivered) {
    if (!now.problem.empty() || now.disabled)
      spdlog::info("the sink {} takes alerts again", name);
    ++now.delivered;
    now.problem.clear();
    now.disabled.reset();
    now.last_delivered = state.config.wall_now();
  } else {
    if (now.problem.empty())
      spdlog::warn("an alert did not reach the sink {}: {}", name, v.why);
    now.rejected += v.what == verdict_kind::rejected ? 1U : 0U;
    now.problem = v.why;
  }
  state.config.board->set(name, std::move(now));
}

void disable(courier_state& state, const std::string& why) {
  const auto& name = name_of(state);
  auto now = state.config.board->state(name);
  now.disabled = state.config.wall_now();
  now.problem = why;
  state.config.board->set(name, std::move(now));
  spdlog::error(
      "the sink {} is left alone, and its alerts wait: {} Mend it, then run "
      "\"bellwether alerts test --sink {}\"",
      name, why, name);
}

/// Until the next try of the delivery. Others of the sink wait along.
milliseconds pause_after(courier_pointer self, const storage::delivery& d,
                         const alerts::verdict& v) {
  auto& state = self->state;
  if (v.pause) {
    const auto asked = std::clamp(*v.pause, milliseconds{0}, longest_pause);
    hold(self, asked);
    return asked;
  }
  const auto out = state.config.pause.wait(d.tries, chance(state));
  hold(self, std::min(out, longest_hold));
  return out;
}

domain::wall_time expiry_of(const courier_state& state,
                            const storage::delivery& d) {
  return d.message.at + state.config.longest;
}

try_note note_of(courier_pointer self, const storage::delivery& d, int status,
                 const alerts::verdict& v) {
  auto& state = self->state;
  const auto now = state.config.wall_now();
  try_note out{d.number, delivery_state::waiting, status, v.why, now};
  switch (v.what) {
    case verdict_kind::delivered:
      out.state = delivery_state::delivered;
      out.answer = "The sink took it.";
      break;
    case verdict_kind::again:
      out.due = std::max(
          now, std::min(now + pause_after(self, d, v), expiry_of(state, d)));
      break;
    case verdict_kind::rejected:
      out.state = delivery_state::rejected;
      break;
    case verdict_kind::disabled:
      break;
  }
  return out;
}

void count_rejected(courier_state& state, const alerts::verdict& v) {
  if (v.what == verdict_kind::delivered)
    state.rejected_in_a_row = 0;
  if (v.what == verdict_kind::rejected)
    ++state.rejected_in_a_row;
  if (v.what == verdict_kind::disabled
      || state.rejected_in_a_row >= most_rejected)
    disable(state, v.why);
}

void bring(courier_pointer self, const storage::delivery& d) {
  auto& state = self->state;
  const auto answer = carry(self, d.message, d.id);
  const auto v = alerts::judge(state.config.carrier->sink().kind, answer);
  state.unwritten = note_of(self, d, answer.status, v);
  tell(state, v);
  count_rejected(state, v);
}

void give_up(courier_state& state, const storage::delivery& d) {
  std::string why = "It was given up after "
                    + domain::length_text(state.config.longest) + ".";
  if (!d.answer.empty())
    why += " The last answer: " + d.answer;
  spdlog::warn("the delivery {} to the sink {} was given up: {}", d.number,
               name_of(state), why);
  state.unwritten = {d.number, delivery_state::expired, d.status,
                     std::move(why), d.due};
}

/// Sends one message at most: what else came meanwhile has its turn then.
void look(courier_pointer self) {
  auto& state = self->state;
  const auto& config = state.config;
  const auto now = self->clock().now();
  if (state.alarm && *state.alarm <= now)
    state.alarm.reset();
  if (!write_note(self) || config.board->state(name_of(state)).disabled)
    return;
  if (now < state.held)
    return sleep(self, std::chrono::ceil<milliseconds>(state.held - now));
  std::optional<storage::delivery> found;
  std::optional<domain::wall_time> next_due;
  const auto wall = config.wall_now();
  if (!with_outbox(self, [&](auto& outbox) {
        found = outbox.next(name_of(state), wall, next_due);
      }))
    return;
  if (!found)
    return next_due ? sleep(self, *next_due - wall) : void();
  if (wall >= expiry_of(state, *found))
    give_up(state, *found);
  else
    bring(self, *found);
  if (write_note(self))
    self->send(self, courier_wake{});
}

/// A test does not go through the outbox. No two have the same, also after a
/// restart.
std::string test_id(courier_state& state) {
  const auto now = state.config.wall_now().time_since_epoch().count();
  return "msg_test" + std::to_string(now) + std::to_string(state.chance());
}

sink_test test(courier_pointer self) {
  auto& state = self->state;
  const auto began = self->clock().now();
  auto [told, verdict] = try_sink(
      state.config.carrier->sink(),
      [self](const auto& m) { return carry(self, m, test_id(self->state)); },
      state.config.wall_now());
  told.took =
      std::chrono::duration_cast<milliseconds>(self->clock().now() - began);
  if (told.delivered) {
    tell(state, verdict);
    state.rejected_in_a_row = 0;
    state.held = self->clock().now() + state.config.pace;
    self->send(self, courier_wake{});
  }
  return told;
}

void begin(courier_state& state) {
  auto now = state.config.board->state(name_of(state));
  now.disabled.reset();
  state.config.board->set(name_of(state), std::move(now));
}

} // namespace

courier_actor::behavior_type courier(courier_pointer self,
                                     courier_config config) {
  auto& state = self->state;
  state.chance.seed(config.seed);
  state.config = std::move(config);
  begin(state);
  self->send(self, courier_wake{});
  return {
      [self](courier_wake) { look(self); },
      [self](const test_sink&) { return test(self); },
  };
}

} // namespace bellwether::actors
