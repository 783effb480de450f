#include "alerts/forms.hpp"
#include "alerts/plain_text.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <string_view>

namespace bellwether::alerts {

using json = nlohmann::ordered_json;

namespace {

// Slack's limits, in characters.
constexpr std::size_t most_header = 150;
constexpr std::size_t most_field = 2'000;
constexpr std::size_t most_fields = 10;
constexpr std::size_t most_fallback = 3'900;
constexpr std::size_t most_name = 200;
constexpr std::size_t most_small = 900;
constexpr std::size_t most_url = 1'000;
constexpr std::size_t escaped_url = 5 * most_url;

/// With Slack's own characters escaped, at most so many bytes.
std::string escaped(std::string_view text, std::size_t most) {
  constexpr std::string_view more = "...";
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    auto next = i + 1;
    while (next < text.size()
           && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80U)
      ++next;
    auto piece = std::string{text.substr(i, next - i)};
    if (piece == "&")
      piece = "&amp;";
    else if (piece == "<")
      piece = "&lt;";
    else if (piece == ">")
      piece = "&gt;";
    const bool last = next >= text.size();
    if (out.size() + piece.size() > most - (last ? 0 : more.size()))
      return out.append(more);
    out += piece;
    i = next;
  }
  return out;
}

json text_block(const std::string& type, const std::string& text) {
  json out{{"type", type}, {"text", text}};
  if (type == "mrkdwn")
    out["verbatim"] = true; // names and links are not guessed
  return out;
}

std::string story(const domain::alert_message& m) {
  constexpr std::size_t part = 900;
  auto out = escaped(m.what, part);
  if (!m.did.empty())
    out += "\n*What Bellwether does:* " + escaped(m.did, part);
  if (!m.check.empty())
    out += "\n*What to check:* " + escaped(m.check, part);
  return out;
}

json fields(const domain::alert_message& m) {
  auto out = json::array();
  for (const auto& fact : m.facts) {
    if (out.size() == most_fields)
      break;
    out.push_back(text_block(
        "mrkdwn", "*" + escaped(fact.name, most_name) + "*\n"
                      + escaped(fact.value, most_field - most_name - 3)));
  }
  return out;
}

/// " | NAME" with its link. Nothing for what would end the link too early.
std::string link(const std::string& url, const char* name) {
  if (url.empty() || url.size() > most_url
      || url.find_first_of("|<> \n") != url.npos)
    return {};
  return " | <" + escaped(url, escaped_url) + "|" + name + ">";
}

std::string small_print(const domain::alert_message& m,
                        const letterhead& from) {
  return escaped(badge(m) + " | " + from.instance + " | " + about(m),
                 most_small)
         + link(from.dashboard_url, "Dashboard")
         + link(m.runbook_url, "Runbook");
}

} // namespace

std::string slack_form(const domain::alert_message& m, const letterhead& from) {
  auto blocks = json::array();
  blocks.push_back(
      {{"type", "header"},
       {"text", text_block("plain_text", escaped(m.title, most_header))}});
  const auto words = story(m);
  if (!words.empty())
    blocks.push_back(
        {{"type", "section"}, {"text", text_block("mrkdwn", words)}});
  if (!m.facts.empty())
    blocks.push_back({{"type", "section"}, {"fields", fields(m)}});
  blocks.push_back({{"type", "context"},
                    {"elements", json::array({text_block(
                                     "mrkdwn", small_print(m, from))})}});
  const auto line = "[" + badge(m) + "] " + escaped(m.title, most_fallback);
  const json out{{"text", line},
                 {"attachments",
                  json::array({{{"color", fmt::format("#{:06X}", colour(m))},
                                {"fallback", line},
                                {"blocks", std::move(blocks)}}})}};
  return out.dump();
}

} // namespace bellwether::alerts
