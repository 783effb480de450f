#include "alerts/gallery_text.hpp"

#include "alerts/forms.hpp"
#include "alerts/gallery_samples.hpp"
#include "alerts/parcel.hpp"

#include <nlohmann/json.hpp>

#include <regex>

namespace bellwether::alerts {

namespace {

using json = nlohmann::ordered_json;

constexpr const char* opening =
    R"(# Alert gallery

Every message that Bellwether sends, as Slack shows it. The texts are made by the
program from a day on which everything goes wrong; a test compares this page with
them (`BELLWETHER_WRITE=1 ./build/test_alerts '[gallery]'` writes it anew).
)";

std::string replaced(const std::string& text, const char* what,
                     const char* with) {
  return std::regex_replace(text, std::regex{what}, with);
}

/// Slack's markup as Markdown. Entities mean the same in both.
std::string markdown(const std::string& slack) {
  auto out = replaced(slack, R"(<([^|>]+)\|([^>]+)>)", "[$2]($1)");
  out = replaced(out, R"(\*([^*\n]+)\*)", "**$1**");
  return replaced(out, "\n", "<br>");
}

/// A fact's name and value, each in a cell.
std::string row_of(const std::string& field) {
  const auto end = field.find('\n');
  const auto cell = [](const std::string& text) {
    return replaced(markdown(text), R"(\|)", "\\|");
  };
  return "> | " + cell(field.substr(0, end)) + " | "
         + cell(field.substr(end + 1)) + " |\n";
}

std::string shown(const json& block) {
  const std::string type = block.at("type");
  if (type == "header")
    return "> **" + markdown(block.at("text").at("text")) + "**\n";
  if (type == "context")
    return "> <sub>" + markdown(block.at("elements").at(0).at("text"))
           + "</sub>\n";
  if (block.contains("text"))
    return "> " + markdown(block.at("text").at("text")) + "\n";
  std::string out = "> | | |\n> | --- | --- |\n";
  for (const auto& field : block.at("fields"))
    out += row_of(field.at("text"));
  return out;
}

std::string shown(const domain::alert_message& m) {
  const auto form = json::parse(slack_form(m, gallery_letterhead()));
  std::string out;
  for (const auto& block : form.at("attachments").at(0).at("blocks"))
    out += (out.empty() ? "" : ">\n") + shown(block);
  return out;
}

std::string chapter(const char* title, const std::vector<exhibit>& of) {
  auto out = "\n## " + std::string{title} + "\n";
  std::string last;
  for (const auto& each : of) {
    out += each.heading == last ? "\n" : "\n### " + each.heading + "\n\n";
    last = each.heading;
    out += shown(each.message);
  }
  return out;
}

std::string fenced(const char* title, const std::string& language,
                   const std::string& text) {
  return "\n### " + std::string{title} + "\n\n```" + language + "\n" + text
         + "\n```\n";
}

std::string pretty(const std::string& form) {
  constexpr int indent = 2;
  return json::parse(form).dump(indent);
}

settings::alert_sink sink(settings::sink_kind kind) {
  settings::alert_sink out;
  out.kind = kind;
  out.name = "sample";
  out.signing_secrets = {{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "SECRET"}};
  out.from = "bellwether@example.com";
  out.to = {"oncall@example.com"};
  return out;
}

/// The three headers and the body.
std::string signed_webhook(const domain::alert_message& m) {
  const auto packed = pack(m, sink(settings::sink_kind::webhook),
                           gallery_letterhead(), "msg_1", gallery_now());
  std::string out;
  for (const auto& [name, value] : packed.headers)
    if (name.starts_with("webhook-"))
      out += name + ": " + value + "\n";
  return out + "\n" + pretty(packed.body);
}

std::string without_carriage_returns(const std::string& text) {
  auto out = replaced(text, "\r", "");
  while (out.ends_with('\n'))
    out.pop_back();
  return out;
}

std::string in_each_sink() {
  const auto from = gallery_letterhead();
  const auto life = life_exhibits();
  const auto& fired = life.front().message;
  const auto& over = life.back().message;
  const auto key = "ROUTING KEY";
  auto out = std::string{
      "\n## The same outage in each sink\n\nWhat is sent, to the byte but for "
      "line breaks.\n"};
  out += fenced("Slack", "json", pretty(slack_form(fired, from)));
  out += fenced("PagerDuty: it fires", "json",
                pretty(pagerduty_form(fired, from, key)));
  out += fenced("PagerDuty: it is over", "json",
                pretty(pagerduty_form(over, from, key)));
  out += fenced("A signed webhook", "http", signed_webhook(fired));
  out += fenced("Microsoft Teams", "json", pretty(teams_form(fired, from)));
  out += fenced("Discord", "json", pretty(discord_form(fired, from)));
  return out
         + fenced("E-mail", "text",
                  without_carriage_returns(
                      mail_text(fired, sink(settings::sink_kind::email), from,
                                "msg_1", gallery_now())));
}

} // namespace

std::string gallery_text() {
  return opening + chapter("The life of an alert", life_exhibits())
         + chapter("Every rule", rule_exhibits())
         + chapter("Digests and tests", other_exhibits()) + in_each_sink();
}

} // namespace bellwether::alerts
