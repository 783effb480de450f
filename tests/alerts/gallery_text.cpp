#include "alerts/gallery_text.hpp"

#include "alerts/forms.hpp"
#include "alerts/gallery_samples.hpp"
#include "alerts/parcel.hpp"

#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include <algorithm>
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

/// Slack's markup as Markdown. Entities mean the same in both; what only
/// Markdown would take for markup is escaped.
std::string markdown(const std::string& slack) {
  auto out = replaced(slack, R"([\\\[\]_~#])", R"(\$&)");
  out = replaced(out, R"(<([^|>]+)\|([^>]+)>)", "[$2]($1)");
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
      out.append(name).append(": ").append(value).append("\n");
  return out + "\n" + pretty(packed.body);
}

std::string decoded(const std::string& base64) {
  const auto text = replaced(base64, R"([\r\n])", "");
  std::string out(text.size(), '\0');
  const int size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(text.data()),
                      static_cast<int>(text.size()));
  const auto padding = std::ranges::count(text, '=');
  out.resize(static_cast<std::size_t>(size - padding));
  return out;
}

/// The mail's header and its parts, with what they hold in clear.
std::string readable_mail(const domain::alert_message& m) {
  const auto mail = mail_text(m, sink(settings::sink_kind::email),
                              gallery_letterhead(), "msg_1", gallery_now());
  const std::string gap = "\r\n\r\n";
  std::string out;
  std::size_t from = 0;
  for (int section = 0; section < 3; ++section) {
    const auto content = mail.find(gap, from) + gap.size();
    out += mail.substr(from, content - from);
    if (section > 0) {
      from = mail.find("--=_", content);
      out += decoded(mail.substr(content, from - content)) + "\n";
    } else {
      from = content;
    }
  }
  out = replaced(out + mail.substr(from), "\r", "");
  // An editor that strips blanks at the end of lines must not break the page.
  return replaced(replaced(out, " +\n", "\n"), "\n+$", "");
}

std::string in_each_sink() {
  const auto from = gallery_letterhead();
  const auto life = life_exhibits();
  const auto& fired = life.front().message;
  const auto& over = life.back().message;
  const auto key = "ROUTING KEY";
  auto out = std::string{
      "\n## The same outage in each sink\n\nWhat is posted, but for the blanks "
      "and line breaks that make it readable: the webhook's signature is of "
      "the body without them. The parts of the e-mail are base64 on the "
      "wire.\n"};
  out += fenced("Slack", "json", pretty(slack_form(fired, from)));
  out += fenced("PagerDuty: it fires", "json",
                pretty(pagerduty_form(fired, from, key)));
  out += fenced("PagerDuty: it is over", "json",
                pretty(pagerduty_form(over, from, key)));
  out += fenced("A signed webhook", "http", signed_webhook(fired));
  out += fenced("Microsoft Teams", "json", pretty(teams_form(fired, from)));
  out += fenced("Discord", "json", pretty(discord_form(fired, from)));
  return out + fenced("E-mail", "text", readable_mail(fired));
}

} // namespace

std::string gallery_text() {
  return opening + chapter("The life of an alert", life_exhibits())
         + chapter("Every rule", rule_exhibits())
         + chapter("Digests and tests", other_exhibits()) + in_each_sink();
}

} // namespace bellwether::alerts
