#pragma once

#include "surfaces/responses/events.hpp"
#include "surfaces/responses/item.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace bellwether::surfaces {

/// Tells the caller of a stream about its items, one after the other: of each
/// what is new in it since the last time.
class item_publisher {
public:
  /// Refers to `events`, which must outlive it.
  item_publisher(event_writer& events, bool sealed)
      : events_{events}, sealed_{sealed} {}

  /// Appends the events for what the item at `index` has gained.
  void advance(const output_item& item, std::size_t index, std::string& out);

  /// Appends the rest of the item and its end, and turns to the next item.
  void finish(output_item& item, std::size_t index, std::string_view status,
              std::string& out);

  /// Whether the caller knows of the item whose turn it is.
  bool announced() const { return announced_; }

private:
  void announce(const output_item& item, std::string& out);
  void advance_thoughts(const output_item& item, std::string& out);
  void advance_parts(const output_item& item, std::string& out);
  void advance_part(const message_part& part, std::string& out);
  void advance_arguments(const output_item& item, std::string& out);
  void end_thoughts(const output_item& item, std::string& out);
  void end_part(const message_part& part, std::string& out);
  void end_arguments(const output_item& item, std::string& out);
  void append(std::string_view type, std::string_view members,
              std::string& out);
  std::string content_index() const;

  event_writer& events_;
  bool sealed_;
  bool announced_ = false;
  std::string where_;             ///< JSON members that name the item
  std::size_t index_ = 0;         ///< of the item
  std::size_t open_parts_ = 0;    ///< of the message, the last may grow
  std::size_t seen_text_ = 0;     ///< bytes of what grows
  std::size_t seen_logprobs_ = 0; ///< bytes of what grows beside it
};

} // namespace bellwether::surfaces
