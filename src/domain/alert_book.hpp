#pragma once

#include "domain/alert.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace bellwether::domain {

/// All alerts that are not over, a state machine for each rule and entity.
///
///   (none)    --seen-->                             pending
///   pending   --not seen-->                         (none)
///   pending   --seen for `lasting`-->               firing, told
///   firing    --not acknowledged in escalate_after--> escalated, told
///   firing    --gone for clear_for-->               resolved, told
///   escalated --gone for clear_for-->               resolved, told
///   firing, escalated --told repeat_every ago, not acknowledged--> told again
///   firing, escalated --seen again before clear_for--> the same, one flap more
///   firing, escalated --another occurrence seen-->  resolved, and a new one
///   any open one, silenced: nobody is told but of the end of what was told;
///   once it is not silenced any more it is told as fired if it never was, and
///   as escalated if it became so meanwhile
///
/// Flaps double clear_for, to 16 times at most, and are remembered for an hour
/// after the end, so that what flaps makes one alert. An acknowledged one
/// neither escalates nor repeats. What nobody was told of ends without a word.
/// Bounded: above `most` alerts at once further conditions are counted and not
/// taken in. Pure: time is an argument and may jump either way.
class alert_book {
public:
  static constexpr std::size_t most = 10'000;

  /// The first alert's number is the one after `last_number`.
  alert_book(alert_policies policies, std::uint64_t last_number);

  /// What a predecessor left open, and resolved within the last hour. Before
  /// the first update.
  void restore(std::vector<alert> known);

  /// `present`: all that is wrong now, each key once. `silenced`: whom not to
  /// tell of. What people are to be told, in the order in which it happened.
  std::vector<notification> update(
      wall_time now, const std::vector<condition>& present,
      const std::function<bool(const alert_key&)>& silenced);

  /// False: there is no such open alert.
  bool acknowledge(std::uint64_t number, std::string by, wall_time now);

  /// Pending and open ones, by rule and entity.
  std::vector<alert> alerts() const;

  /// Those with a number that changed since it was asked last, resolved ones
  /// too: what must outlive the process.
  std::vector<alert> take_changed();

  /// Conditions that were not taken in because there were too many, counted at
  /// each look.
  std::uint64_t overflowed() const { return overflowed_; }

private:
  struct life {
    alert now;
    bool changed = false;
  };

  /// How what ended lately has flapped.
  struct past {
    wall_time at;
    unsigned flaps = 0;
  };

  void see(life& of, const condition& what, wall_time now);
  bool miss(life& of, wall_time now, bool another,
            std::vector<notification>& news);
  void remember(const alert& over);
  void take_in(const condition& what, wall_time now);
  void proceed(life& of, wall_time now, bool silenced,
               std::vector<notification>& news);
  void fire(life& of, wall_time now);
  static void tell(life& of, alert_step step, wall_time now,
                   std::vector<notification>& news);

  alert_policies policies_;
  std::uint64_t last_number_;
  std::map<alert_key, past> remembered_;
  std::map<alert_key, life> lives_;
  std::vector<alert> ended_; ///< resolved, not taken yet
  std::uint64_t overflowed_ = 0;
};

} // namespace bellwether::domain
