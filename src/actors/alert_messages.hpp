#pragma once

#include "actors/sink_board.hpp"
#include "domain/alert.hpp"
#include "domain/alert_facts.hpp"
#include "domain/daily_digest.hpp"
#include "domain/silence.hpp"
#include "settings/alerts.hpp"
#include "storage/delivery.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace bellwether::actors {

/// Watch -> itself: look at everything.
struct watch_tick {};

/// Watch -> notifier: how everything is now.
using alert_facts_ptr = std::shared_ptr<const domain::alert_facts>;

/// Watch -> notifier: a day is over, and the digest wants it told.
using day_figures_ptr = std::shared_ptr<const domain::day_figures>;

/// Notifier -> courier, courier -> itself: there may be something to send.
struct courier_wake {};

/// Control plane -> notifier: what is told, and what became of it? The last so
/// many alerts that are over, and deliveries.
struct alerts_request {
  std::size_t history = 50;
  std::size_t deliveries = 50;
};

/// A sink as people see it.
struct sink_report {
  std::string name;
  settings::sink_kind kind = settings::sink_kind::webhook;
  domain::severity least = domain::severity::info;
  sink_state now;
  storage::sink_counts counts;
  std::uint64_t folded = 0; ///< into digests, since the start
};

struct alerts_report {
  std::vector<domain::alert> active; ///< pending and open ones
  std::vector<domain::alert> history;
  std::vector<storage::delivery> deliveries;
  std::vector<domain::silence> silences;
  std::vector<domain::silence_window> windows; ///< configured ones
  std::vector<sink_report> sinks;
  std::uint64_t overflowed = 0; ///< conditions above the book's bound
  std::string problem;          ///< of the outbox; "" = none
};
using alerts_snapshot = std::shared_ptr<const alerts_report>;

/// Control plane -> notifier: somebody sees to it. What is wrong with that, or
/// "".
struct acknowledge_alert {
  std::uint64_t number = 0;
  std::string by;
};

/// Control plane -> notifier: tell nobody for a while. The answer is its id, 0
/// if it could not be kept.
struct add_silence {
  domain::silence what;
};

/// Control plane -> notifier: no longer. What is wrong with that, or "".
struct remove_silence {
  std::uint64_t id = 0;
};

/// Control plane -> notifier -> courier: send a test alert now.
struct test_sink {
  std::string sink;
};

/// What the sink said to it.
struct sink_test {
  bool known = true; ///< there is such a sink
  bool delivered = false;
  int status = 0;
  std::string answer; ///< a sentence, safe to show
  std::chrono::milliseconds took{0};
};

} // namespace bellwether::actors
