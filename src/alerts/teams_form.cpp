#include "alerts/forms.hpp"
#include "alerts/plain_text.hpp"
#include "domain/text.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::alerts {

using domain::clip;
using json = nlohmann::ordered_json;

namespace {

// Teams takes 28 KB.
constexpr std::size_t most_bytes = 27'000;
constexpr std::size_t most_facts = 20;

/// Bytes of a paragraph, and of what is short.
struct limits {
  std::size_t text;
  std::size_t value;
};
constexpr limits usual{2'000, 300};
constexpr limits tight{1'000, 100};

/// Cards know few colours, by name.
const char* colour_name(const domain::alert_message& m) {
  switch (m.kind) {
    case domain::message_kind::resolved:
      return "good";
    case domain::message_kind::daily:
    case domain::message_kind::test:
      return "default";
    default:
      break;
  }
  if (m.level >= domain::severity::error)
    return "attention";
  return m.level == domain::severity::warning ? "warning" : "accent";
}

std::string text_of(const std::string& text, std::size_t most) {
  return clip(without_links(text), most);
}

json paragraph(const std::string& text) {
  return {{"type", "TextBlock"}, {"text", text}, {"wrap", true}};
}

json facts(const domain::alert_message& m, const limits& most) {
  auto out = json::array();
  for (const auto& fact : m.facts)
    if (out.size() < most_facts)
      out.push_back({{"title", text_of(fact.name, most.value)},
                     {"value", text_of(fact.value, most.value)}});
  return out;
}

json body(const domain::alert_message& m, const letterhead& from,
          const limits& most) {
  auto title = paragraph(text_of(m.title, most.value));
  title["size"] = "Large";
  title["weight"] = "Bolder";
  title["color"] = colour_name(m);
  auto out = json::array({std::move(title)});
  out.push_back(paragraph(text_of(m.what, most.text)));
  if (!m.did.empty())
    out.push_back(
        paragraph("**What Bellwether does:** " + text_of(m.did, most.text)));
  if (!m.check.empty())
    out.push_back(
        paragraph("**What to check:** " + text_of(m.check, most.text)));
  if (!m.facts.empty())
    out.push_back({{"type", "FactSet"}, {"facts", facts(m, most)}});
  auto small = paragraph(
      text_of(badge(m) + " | " + from.instance + " | " + about(m), most.value));
  small["isSubtle"] = true;
  small["size"] = "Small";
  out.push_back(std::move(small));
  return out;
}

json actions(const domain::alert_message& m, const letterhead& from) {
  auto out = json::array();
  const auto add = [&](const char* title, const std::string& url) {
    if (!url.empty())
      out.push_back(
          {{"type", "Action.OpenUrl"}, {"title", title}, {"url", url}});
  };
  add("Dashboard", from.dashboard_url);
  add("Runbook", m.runbook_url);
  return out;
}

std::string with_limits(const domain::alert_message& m, const letterhead& from,
                        const limits& most) {
  json card{{"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
            {"type", "AdaptiveCard"},
            {"version", "1.4"},
            {"body", body(m, from, most)}};
  if (auto all = actions(m, from); !all.empty())
    card["actions"] = std::move(all);
  const json out{
      {"type", "message"},
      {"attachments",
       json::array({{{"contentType", "application/vnd.microsoft.card.adaptive"},
                     {"content", std::move(card)}}})}};
  return out.dump();
}

} // namespace

std::string teams_form(const domain::alert_message& m, const letterhead& from) {
  auto out = with_limits(m, from, usual);
  return out.size() <= most_bytes ? out : with_limits(m, from, tight);
}

} // namespace bellwether::alerts
