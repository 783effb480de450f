#pragma once

#include "alerts/verdict.hpp"
#include "settings/alerts.hpp"

#include <atomic>
#include <string>

namespace bellwether::alerts {

/// Sends mails to one server, one at a time, with TLS as the sink wants it and
/// verified. Never throws.
class smtp {
public:
  explicit smtp(const settings::alert_sink& sink) : sink_{sink} {}

  /// `mail`: the whole text with its header. The sink must outlive this.
  sink_answer send(const std::string& mail);

  /// Ends what is under way. From any thread.
  void stop() { stopped_ = true; }

private:
  const settings::alert_sink& sink_;
  std::atomic<bool> stopped_ = false;
};

} // namespace bellwether::alerts
