#pragma once

#include <chrono>
#include <iosfwd>
#include <optional>
#include <string>

namespace bellwether::cli {

/// Shows how something goes on: on a terminal one line that is written over
/// again and again, elsewhere a line every ten seconds.
class progress_line {
public:
  /// Writes to `to`; `terminal`: whether it is one.
  progress_line(std::ostream& to, bool terminal)
      : to_{to}, terminal_{terminal} {}

  void show(const std::string& text, std::chrono::steady_clock::time_point now);

  /// What follows stands on a line of its own.
  void end();

private:
  std::ostream& to_;
  bool terminal_;
  bool open_ = false;
  std::optional<std::chrono::steady_clock::time_point> shown_;
};

} // namespace bellwether::cli
