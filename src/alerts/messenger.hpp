#pragma once

#include "alerts/verdict.hpp"
#include "domain/alert_message.hpp"
#include "settings/alerts.hpp"

#include <string>

namespace bellwether::alerts {

/// What brings messages to one sink: the carrier, or a test's own.
class messenger {
public:
  messenger() = default;
  virtual ~messenger() = default;
  messenger(const messenger&) = delete;
  messenger& operator=(const messenger&) = delete;

  /// One try, which may block. `id`: the same over all tries of one delivery.
  virtual sink_answer carry(const domain::alert_message& m,
                            const std::string& id, domain::wall_time now) = 0;

  /// Ends what is under way, and whatever is tried later. Thread-safe.
  virtual void stop() = 0;

  virtual const settings::alert_sink& sink() const = 0;
};

} // namespace bellwether::alerts
