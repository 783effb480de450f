#include "alerts/forms.hpp"
#include "domain/rfc3339.hpp"
#include "domain/text.hpp"

#include <nlohmann/json.hpp>
#include <openssl/sha.h>
#include <spdlog/fmt/fmt.h>

#include <array>

namespace bellwether::alerts {

using domain::clip;
using domain::message_kind;
using json = nlohmann::ordered_json;

namespace {

constexpr std::size_t most_summary = 1'024;
constexpr std::size_t most_key = 255;
constexpr std::size_t most_word = 250;
constexpr std::size_t most_text = 4'000; // may take twice as many as JSON
constexpr std::size_t most_facts = 50;

/// Sixteen digits that another text does not have.
std::string digest(const std::string& text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> bytes{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         bytes.data());
  std::string out;
  constexpr std::size_t shown = 8;
  for (std::size_t i = 0; i < shown; ++i)
    out += fmt::format("{:02x}", bytes.at(i));
  return out;
}

json details(const domain::alert_message& m) {
  auto out = json::object();
  const auto add = [&](const std::string& name, const std::string& value) {
    if (!value.empty())
      out[clip(name, most_word)] = clip(value, most_text);
  };
  add("what", m.what);
  add("what Bellwether does", m.did);
  add("what to check", m.check);
  for (const auto& fact : m.facts)
    if (out.size() < most_facts)
      add(fact.name, fact.value);
  add("since", domain::moment_text(m.since));
  if (m.alert != 0)
    add("alert", std::to_string(m.alert));
  return out;
}

json links(const domain::alert_message& m, const letterhead& from) {
  auto out = json::array();
  if (!from.dashboard_url.empty())
    out.push_back({{"href", from.dashboard_url}, {"text", "Dashboard"}});
  if (!m.runbook_url.empty())
    out.push_back({{"href", m.runbook_url}, {"text", "Runbook"}});
  return out;
}

json payload(const domain::alert_message& m, const letterhead& from) {
  return {{"summary", clip(m.title, most_summary)},
          {"source", clip(from.instance, most_word)},
          {"severity", to_string(m.level)},
          {"timestamp", domain::write_rfc3339(m.at)},
          {"component",
           clip(m.entity.empty() ? "bellwether" : m.entity, most_word)},
          {"class", m.rule.empty() ? std::string{to_string(m.kind)}
                                   : clip(m.rule, most_word)},
          {"custom_details", details(m)}};
}

} // namespace

std::string dedup_key(const domain::alert_message& m, const letterhead& from) {
  const auto what = m.rule.empty() ? std::string{to_string(m.kind)} + "/"
                                         + domain::write_rfc3339_seconds(m.at)
                                   : m.rule + "/" + m.entity;
  auto out = "bellwether/" + from.instance + "/" + what;
  if (out.size() > most_key) {
    constexpr std::size_t room_for_digest = 17;
    const auto tail = digest(out);
    out = clip(out, most_key - room_for_digest) + "-" + tail;
  }
  return out;
}

std::string pagerduty_form(const domain::alert_message& m,
                           const letterhead& from,
                           const std::string& routing_key) {
  const bool over = m.kind == message_kind::resolved;
  json out{{"routing_key", routing_key},
           {"event_action", over ? "resolve" : "trigger"},
           {"dedup_key", dedup_key(m, from)},
           {"payload", payload(m, from)},
           {"client", "Bellwether"}};
  if (!from.dashboard_url.empty())
    out["client_url"] = from.dashboard_url;
  if (auto all = links(m, from); !all.empty())
    out["links"] = std::move(all);
  return out.dump();
}

} // namespace bellwether::alerts
