#include "settings/alerts.hpp"

namespace bellwether::settings {

std::string_view to_string(sink_kind k) {
  switch (k) {
    case sink_kind::slack:
      return "slack";
    case sink_kind::pagerduty:
      return "pagerduty";
    case sink_kind::webhook:
      return "webhook";
    case sink_kind::teams:
      return "teams";
    case sink_kind::discord:
      return "discord";
    case sink_kind::email:
      return "email";
  }
  return "unknown";
}

} // namespace bellwether::settings
