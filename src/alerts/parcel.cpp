#include "alerts/parcel.hpp"

#include "alerts/forms.hpp"
#include "alerts/plain_text.hpp"
#include "alerts/signature.hpp"

#include <chrono>

namespace bellwether::alerts {

namespace {

using settings::sink_kind;

std::string body_of(const domain::alert_message& m,
                    const settings::alert_sink& sink, const letterhead& from) {
  switch (sink.kind) {
    case sink_kind::slack:
      return slack_form(m, from);
    case sink_kind::pagerduty:
      return pagerduty_form(m, from, clean(sink.routing_key.value));
    case sink_kind::teams:
      return teams_form(m, from);
    case sink_kind::discord:
      return discord_form(m, from);
    case sink_kind::webhook:
    case sink_kind::email:
      break;
  }
  return webhook_form(m, from);
}

/// By Standard Webhooks.
void add_identity(parcel& to, const settings::alert_sink& sink,
                  const std::string& id, domain::wall_time now) {
  const auto seconds =
      std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  to.headers.emplace_back("webhook-id", id);
  to.headers.emplace_back("webhook-timestamp", std::to_string(seconds));
  std::vector<std::string> secrets;
  secrets.reserve(sink.signing_secrets.size());
  for (const auto& each : sink.signing_secrets)
    secrets.push_back(each.value);
  if (auto all = sign(secrets, id, seconds, to.body); !all.empty())
    to.headers.emplace_back("webhook-signature", std::move(all));
}

} // namespace

parcel pack(const domain::alert_message& m, const settings::alert_sink& sink,
            const letterhead& from, const std::string& id,
            domain::wall_time now) {
  parcel out;
  out.url = sink.url.value;
  out.body = body_of(clean(m), sink, clean(from));
  out.headers = {{"Content-Type", "application/json"},
                 {"User-Agent", "bellwether"}};
  if (sink.kind == sink_kind::webhook)
    add_identity(out, sink, id, now);
  return out;
}

} // namespace bellwether::alerts
