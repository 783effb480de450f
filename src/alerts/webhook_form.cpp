#include "alerts/forms.hpp"
#include "domain/rfc3339.hpp"
#include "domain/text.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::alerts {

using domain::clip;
using json = nlohmann::ordered_json;

namespace {

constexpr std::size_t most_bytes = 19'900;
constexpr std::size_t most_facts = 20;
constexpr std::size_t most_rule = 100;

/// "provider_down.fired", "test", "digest.daily".
std::string type_of(const domain::alert_message& m) {
  const std::string kind{to_string(m.kind)};
  if (!m.rule.empty())
    return clip(m.rule, most_rule) + "." + kind;
  return m.kind == domain::message_kind::test ? kind : "digest." + kind;
}

json or_null(const std::string& text, std::size_t most) {
  return text.empty() ? json(nullptr) : json(clip(text, most));
}

json facts_json(const domain::alert_message& m, std::size_t most) {
  auto out = json::array();
  for (const auto& fact : m.facts)
    if (out.size() < most_facts)
      out.push_back(
          {{"name", clip(fact.name, most)}, {"value", clip(fact.value, most)}});
  return out;
}

/// `most`: bytes of one text.
std::string with_texts(const domain::alert_message& m, const letterhead& from,
                       std::size_t most) {
  const json out{
      {"type", type_of(m)},
      {"timestamp", domain::write_rfc3339(m.at)},
      {"data",
       {{"instance", clip(from.instance, most)},
        {"kind", to_string(m.kind)},
        {"alert", m.alert == 0 ? json(nullptr) : json(m.alert)},
        {"rule", or_null(m.rule, most)},
        {"entity", or_null(m.entity, most)},
        {"severity", to_string(m.level)},
        {"title", clip(m.title, most)},
        {"what", clip(m.what, 4 * most)},
        {"did", or_null(m.did, 2 * most)},
        {"check", or_null(m.check, 2 * most)},
        {"facts", facts_json(m, most)},
        {"labels", m.labels},
        {"since", domain::write_rfc3339(m.since)},
        {"resolved_at",
         m.resolved ? json(domain::write_rfc3339(*m.resolved)) : json(nullptr)},
        {"dashboard_url", or_null(from.dashboard_url, most)},
        {"runbook_url", or_null(m.runbook_url, most)}}}};
  return out.dump();
}

} // namespace

std::string webhook_form(const domain::alert_message& m,
                         const letterhead& from) {
  constexpr std::size_t usual = 1'000;
  constexpr std::size_t tight = 100;
  auto out = with_texts(m, from, usual);
  if (out.size() <= most_bytes)
    return out;
  auto less = m;
  less.labels.clear();
  return with_texts(less, from, tight);
}

} // namespace bellwether::alerts
