#include "alerts/forms.hpp"
#include "alerts/plain_text.hpp"
#include "domain/rfc3339.hpp"
#include "domain/text.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::alerts {

using domain::clip;
using json = nlohmann::ordered_json;

namespace {

// Discord's limits; 6,000 for all texts of an embed together.
constexpr std::size_t most_title = 256;
constexpr std::size_t most_part = 900;
constexpr std::size_t most_name = 64;
constexpr std::size_t most_value = 128;
constexpr std::size_t most_fields = 10;
constexpr std::size_t most_footer = 300;

std::string text_of(const std::string& text, std::size_t most) {
  return clip(without_links(text), most);
}

std::string story(const domain::alert_message& m, const letterhead& from) {
  auto out = text_of(m.what, most_part);
  if (!m.did.empty())
    out += "\n**What Bellwether does:** " + text_of(m.did, most_part);
  if (!m.check.empty())
    out += "\n**What to check:** " + text_of(m.check, most_part);
  if (!from.dashboard_url.empty())
    out += "\n" + clip(from.dashboard_url, most_title);
  if (!m.runbook_url.empty())
    out += "\n" + clip(m.runbook_url, most_title);
  return out;
}

/// Discord refuses the whole message for such a field.
bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \n") == text.npos;
}

json fields(const domain::alert_message& m) {
  auto out = json::array();
  for (const auto& fact : m.facts)
    if (out.size() < most_fields && !is_blank(fact.name)
        && !is_blank(fact.value))
      out.push_back({{"name", text_of(fact.name, most_name)},
                     {"value", text_of(fact.value, most_value)},
                     {"inline", true}});
  return out;
}

} // namespace

std::string discord_form(const domain::alert_message& m,
                         const letterhead& from) {
  json embed{
      {"title", text_of(m.title, most_title)},
      {"description", story(m, from)},
      {"color", colour(m)},
      {"timestamp", domain::write_rfc3339(m.at)},
      {"footer",
       {{"text", clip(badge(m) + " | " + from.instance + " | " + about(m),
                      most_footer)}}}};
  if (auto all = fields(m); !all.empty())
    embed["fields"] = std::move(all);
  const json out{{"embeds", json::array({std::move(embed)})},
                 {"allowed_mentions", {{"parse", json::array()}}}};
  return out.dump();
}

} // namespace bellwether::alerts
