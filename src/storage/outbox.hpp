#pragma once

#include "domain/alert.hpp"
#include "domain/alert_flood.hpp"
#include "domain/alert_message.hpp"
#include "domain/silence.hpp"
#include "domain/wall_time.hpp"
#include "storage/delivery.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::storage {

/// What is new, to be written in one transaction.
struct outbox_entry {
  std::vector<domain::alert> alerts; ///< as they are now, each with a number
  /// To be sent: sink and message.
  std::vector<std::pair<std::string, domain::alert_message>> messages;
  /// What is folded of a sink now; nothing: no more.
  std::map<std::string, std::optional<domain::folded_alerts>> folded;
};

/// Alerts and their deliveries, which outlive the process: a message that was
/// put in is sent at least once, unless its sink refuses it. Blocks for the
/// disk. Thread-safe. Throws std::runtime_error with a sentence for the
/// operator where it cannot be read or written.
class outbox {
public:
  /// In `alerts.db` in the folder; "": in memory. Knows then whether its
  /// predecessor stopped or died, see crashed().
  outbox(const std::filesystem::path& folder, domain::wall_time now);
  ~outbox();
  outbox(const outbox&) = delete;
  outbox& operator=(const outbox&) = delete;

  /// When a predecessor was last known to live that died without stop();
  /// nothing: it stopped, or there was none.
  std::optional<domain::wall_time> crashed() const;

  /// Keeps note that the process lives, for crashed() of a successor.
  void alive(domain::wall_time now);

  /// The process stops as it should.
  void stop(domain::wall_time now);

  // What a predecessor left.
  std::uint64_t last_alert() const; ///< number; 0 = none
  std::vector<domain::alert> open_alerts() const;
  /// Resolved at or after `since`, for the book's memory.
  std::vector<domain::alert> ended_alerts(domain::wall_time since) const;
  std::map<std::string, domain::folded_alerts> folded() const;
  std::vector<domain::silence> silences() const;
  std::optional<domain::wall_time> last_digest() const;

  /// All of it or nothing.
  void put(const outbox_entry& what, domain::wall_time now);

  void put(const domain::silence& what); ///< with its id
  void remove_silence(std::uint64_t id);
  void digest_made(domain::wall_time at);

  /// The sink's delivery to be sent now: the oldest that is due and not behind
  /// an earlier one, still waiting, of the same alert. If there is none
  /// `next_due` is when there may be one: nothing for never.
  std::optional<delivery> next(
      std::string_view sink, domain::wall_time now,
      std::optional<domain::wall_time>& next_due) const;

  /// A try ended. `state` waiting: once more at `due`.
  void tried(std::uint64_t delivery, delivery_state state, int status,
             const std::string& answer, domain::wall_time now,
             domain::wall_time due);

  /// Whether the sink was given a message about the alert.
  bool has_heard(std::string_view sink, std::uint64_t alert) const;

  sink_counts counts(std::string_view sink) const;

  /// For people, the newest first.
  std::vector<domain::alert> history(std::size_t most) const;
  std::vector<delivery> deliveries(std::size_t most) const;

  /// Forgets what ended before `before`, and what waits for sinks that are not
  /// among `sinks`.
  void prune(domain::wall_time before, const std::vector<std::string>& sinks);

private:
  class impl;
  std::unique_ptr<impl> impl_;
};

} // namespace bellwether::storage
