#pragma once

#include "alerts/letterhead.hpp"
#include "alerts/messenger.hpp"
#include "alerts/verdict.hpp"
#include "domain/alert_message.hpp"
#include "settings/alerts.hpp"

#include <memory>
#include <string>

namespace bellwether::alerts {

/// Carries messages to one sink: packs, checks where the name leads to, posts
/// or mails with TLS verified, and never follows a redirect. Blocks for as long
/// as the sink's time-out allows; stop() may be called from another thread.
class carrier final : public messenger {
public:
  carrier(settings::alert_sink sink, letterhead from);
  ~carrier() override;
  carrier(const carrier&) = delete;
  carrier& operator=(const carrier&) = delete;

  /// One try. `id`: the same over all tries of one delivery.
  sink_answer carry(const domain::alert_message& m, const std::string& id,
                    domain::wall_time now) override;

  /// Ends what is under way, and whatever is tried later: `problem` says so.
  void stop() override;

  const settings::alert_sink& sink() const override;

private:
  class impl;
  std::unique_ptr<impl> impl_;
};

} // namespace bellwether::alerts
