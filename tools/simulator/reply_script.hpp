#pragma once

#include "simulator/behavior.hpp"
#include "simulator/bill.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::simulator {

/// An answer, ready for the socket: head, framing and body. Only a stream has
/// content events.
struct reply_script {
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

  std::string bytes;
  std::size_t head_end = 0;    ///< where the head ends
  std::size_t opening_end = 0; ///< where the events before the content end
  std::vector<std::size_t> content_ends; ///< where each content event ends
  std::vector<made_content> made; ///< up to the end of each content event
  /// Where the first event with usage ends, and the one with all of it.
  std::size_t usage_begin = nowhere;
  std::size_t usage_end = nowhere;
  std::size_t done_begin = 0; ///< the event that ends the stream
  std::size_t done_end = 0;
};

/// Appends `payload` as one chunk of a chunked body.
void append_chunk(std::string& bytes, std::string_view payload);

/// Appends the end of a chunked body.
void append_last_chunk(std::string& bytes);

/// Cuts the script off after `content` content events, or before the end of
/// the content when there are not as many.
void cut_after(reply_script& script, std::size_t content);

/// Takes the event that ends the stream out.
void remove_done(reply_script& script);

} // namespace bellwether::simulator
