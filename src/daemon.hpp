#pragma once

#include "settings/settings.hpp"

#include <cstdint>
#include <memory>

namespace bellwether {

/// The composition root: builds every part, starts them in order and stops
/// them in the opposite order. Block the signals that end the process before
/// one is made, so that no thread of its own takes them.
class daemon {
public:
  /// Binds both ports and begins to serve. Throws std::runtime_error with a
  /// sentence for the operator.
  explicit daemon(settings::settings with);

  /// Lets running requests finish for some seconds, then stops.
  ~daemon();

  /// The ports that were chosen.
  std::uint16_t listen_port() const;
  std::uint16_t control_port() const;

private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

} // namespace bellwether
