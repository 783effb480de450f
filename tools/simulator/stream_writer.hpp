#pragma once

#include "simulator/quirks.hpp"
#include "simulator/reply_script.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace bellwether::simulator {

/// Writes the events of a stream into a script, each in a chunk of its own.
class stream_writer {
public:
  /// Server-sent events, or the elements of one JSON array.
  enum class framing : std::uint8_t { events, array };

  /// `line_end` is the format's own; the quirks crlf and cr win over it.
  stream_writer(reply_script& script, quirk_set quirks,
                std::string_view line_end = "\n",
                framing frames = framing::events);

  /// An event; without a name only its data.
  void event(std::string_view data, std::string_view name = {});

  /// Goes between all content events from now on: an event, or a comment
  /// (": ..."), which an array has no place for.
  void strew(std::string_view data, std::string_view name = {});

  /// What was written so far comes before the content.
  void opened();

  /// The last event was content.
  void content(const made_content& what);

  /// The last event had usage; `whole`: of the whole answer.
  void usage(bool whole);

  /// What follows is the end of the stream, up to finish().
  void begin_end();
  void finish();

private:
  void frame(std::string& to, std::string_view data,
             std::string_view name) const;
  void strew_now();

  reply_script& script_;
  std::string_view line_end_;
  framing framing_;
  std::string strewn_; // framed
  std::string event_;
};

} // namespace bellwether::simulator
