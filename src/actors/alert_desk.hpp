#pragma once

#include "actors/alert_messages.hpp"
#include "actors/sink_board.hpp"
#include "domain/alert_book.hpp"
#include "domain/alert_facts.hpp"
#include "domain/alert_flood.hpp"
#include "domain/time_zone.hpp"
#include "settings/alerts.hpp"
#include "storage/outbox.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace bellwether::actors {

/// What the desk is given.
struct alert_desk_config {
  settings::alert_settings alerts;
  std::shared_ptr<const domain::time_zone> zone;
  std::shared_ptr<storage::outbox> outbox;
  std::shared_ptr<sink_board> board;
};

/// Where alerts are kept, addressed and put in the outbox. What the outbox
/// cannot take now is kept and goes with what comes next; `problem` in the
/// report says so. Blocks for the disk. One thread at a time.
class alert_desk {
public:
  using wall_time = domain::wall_time;

  /// Takes up what a predecessor left. Throws std::runtime_error if that cannot
  /// be read.
  alert_desk(alert_desk_config config, wall_time now);

  // These return the indices of the sinks that have something new to send.
  std::vector<std::size_t> look(const domain::alert_facts& facts);
  std::vector<std::size_t> tell_day(domain::day_figures day, wall_time now);
  std::vector<std::size_t> write(wall_time now);

  alerts_snapshot report(const alerts_request& asked);

  // These return what is wrong, "" for nothing; a silence its id.
  std::string acknowledge(const acknowledge_alert& what, wall_time now);
  std::uint64_t add(domain::silence what);
  std::string remove_silence(std::uint64_t id);

  /// The process stops as it should.
  void stop(wall_time now);

private:
  template <class Work>
  bool try_outbox(const Work& work);
  bool is_silenced(const domain::alert_key& key, wall_time now) const;
  bool has_heard(const std::string& sink, std::uint64_t alert);
  bool is_for(const settings::alert_sink& sink,
              const domain::notification& news);
  void address(const domain::notification& news, wall_time now);
  void tell_folded(wall_time now);
  void take_changes();
  void keep_house(wall_time now);
  sink_report report_of(const settings::alert_sink& sink);

  alert_desk_config config_;
  domain::alert_book book_;
  std::map<std::string, domain::flood_gate> gates_; ///< by sink
  std::vector<domain::silence> silences_;
  storage::outbox_entry unwritten_; ///< goes to the outbox all at once
  wall_time pruned_;
  std::string problem_; ///< of the outbox; "" = none
};

} // namespace bellwether::actors
