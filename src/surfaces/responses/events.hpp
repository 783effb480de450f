#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bellwether::surfaces {

/// Numbers the events of one response's stream and writes them with their
/// framing.
class event_writer {
public:
  /// `members` is the JSON of what the event carries, each member behind a
  /// comma.
  void append(std::string_view type, std::string_view members,
              std::string& out);

  bool started() const { return next_ > 0; }

private:
  std::int64_t next_ = 0;
};

} // namespace bellwether::surfaces
