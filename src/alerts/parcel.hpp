#pragma once

#include "alerts/letterhead.hpp"
#include "domain/alert_message.hpp"
#include "settings/alerts.hpp"

#include <string>
#include <utility>
#include <vector>

namespace bellwether::alerts {

/// A message in the form that a sink wants, ready to be posted. May hold
/// secrets: the URL, PagerDuty's routing key in the body.
struct parcel {
  std::string url;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

/// The message for a sink that is posted to (all but e-mail). `id`: the same
/// over all tries of one delivery. `now`: of this try, for the signature.
parcel pack(const domain::alert_message& m, const settings::alert_sink& sink,
            const letterhead& from, const std::string& id,
            domain::wall_time now);

/// An e-mail as RFC 5322 has it, CRLF and all.
std::string mail_text(const domain::alert_message& message,
                      const settings::alert_sink& sink,
                      const letterhead& writer, const std::string& id,
                      domain::wall_time now);

} // namespace bellwether::alerts
