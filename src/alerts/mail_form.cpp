#include "alerts/parcel.hpp"
#include "alerts/plain_text.hpp"
#include "alerts/signature.hpp"
#include "domain/text.hpp"

#include <spdlog/fmt/chrono.h>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <chrono>
#include <string_view>

namespace bellwether::alerts {

namespace {

constexpr std::size_t most_subject = 200;
constexpr const char* line_end = "\r\n";

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text,
                             [](char c) { return c >= 0x20 && c < 0x7f; });
}

/// A header's text; what is not ASCII as RFC 2047 has it, in words that end
/// with a character.
std::string header_text(const std::string& text) {
  // Text that looks encoded must not be read as if it were.
  if (is_ascii(text) && text.find("=?") == text.npos)
    return text;
  // An encoded word makes a line of 73 characters, with "Subject: " before it.
  constexpr std::size_t most_bytes = 39;
  std::string out;
  for (std::string_view rest = text; !rest.empty();) {
    auto length = std::min(most_bytes, rest.size());
    while (length < rest.size() && length > 1
           && (static_cast<unsigned char>(rest[length]) & 0xC0U) == 0x80U)
      --length;
    out += (out.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?")
           + base64(rest.substr(0, length)) + "?=";
    rest.remove_prefix(length);
  }
  return out;
}

/// Base64 in lines.
std::string encoded(const std::string& text) {
  constexpr std::size_t most_line = 76;
  const auto all = base64(text);
  std::string out;
  for (std::size_t i = 0; i < all.size(); i += most_line)
    out.append(all.substr(i, most_line)).append(line_end);
  return out;
}

std::string as_text(const domain::alert_message& m, const letterhead& from) {
  auto out = m.title + "\n\n" + m.what + "\n";
  if (!m.did.empty())
    out += "\nWhat Bellwether does: " + m.did + "\n";
  if (!m.check.empty())
    out += "\nWhat to check: " + m.check + "\n";
  out += "\n";
  for (const auto& fact : m.facts)
    out += fact.name + ": " + fact.value + "\n";
  if (!from.dashboard_url.empty())
    out += "\nDashboard: " + from.dashboard_url;
  if (!m.runbook_url.empty())
    out += "\nRunbook: " + m.runbook_url;
  return out + "\n-- \n" + badge(m) + " | " + from.instance + " | " + about(m)
         + "\n";
}

std::string html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "<br>";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string paragraph(const char* title, const std::string& text) {
  return text.empty() ? std::string{}
                      : fmt::format("<p><b>{}</b> {}</p>", title, html(text));
}

std::string link(const char* title, const std::string& url) {
  return url.empty()
             ? std::string{}
             : fmt::format(R"(<p><a href="{}">{}</a></p>)", html(url), title);
}

std::string as_html(const domain::alert_message& m, const letterhead& from) {
  auto out = fmt::format(
      R"(<div style="font-family:sans-serif;border-left:4px solid #{:06X};)"
      R"(padding-left:12px"><h2>{}</h2><p>{}</p>)",
      colour(m), html(m.title), html(m.what));
  out += paragraph("What Bellwether does:", m.did)
         + paragraph("What to check:", m.check);
  if (!m.facts.empty())
    out += R"(<table cellpadding="4">)";
  for (const auto& fact : m.facts)
    out += "<tr><td><b>" + html(fact.name) + "</b></td><td>" + html(fact.value)
           + "</td></tr>";
  if (!m.facts.empty())
    out += "</table>";
  return out + link("Dashboard", from.dashboard_url)
         + link("Runbook", m.runbook_url) + "<p><small>"
         + html(badge(m) + " | " + from.instance + " | " + about(m))
         + "</small></p></div>";
}

std::string part(const char* type, const std::string& text,
                 const std::string& boundary) {
  return fmt::format(
      "--{}\r\nContent-Type: {}; charset=utf-8\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\n{}",
      boundary, type, encoded(text));
}

std::string joined(const std::vector<std::string>& addresses) {
  std::string out;
  for (const auto& each : addresses)
    out += (out.empty() ? "" : ",\r\n ") + each;
  return out;
}

/// "Mon, 23 Nov 2026 14:05:00 +0000".
std::string date_text(domain::wall_time now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  return fmt::format(
      "{:%a, %d %b %Y %H:%M:%S} +0000",
      fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)));
}

} // namespace

std::string mail_text(const domain::alert_message& message,
                      const settings::alert_sink& sink,
                      const letterhead& writer, const std::string& id,
                      domain::wall_time now) {
  const auto m = clean(message);
  const auto from = clean(writer);
  const auto boundary = "=_" + id;
  const auto subject =
      domain::clip("[" + badge(m) + "] " + m.title, most_subject);
  auto out = fmt::format(
      "From: {}\r\nTo: {}\r\nSubject: {}\r\nDate: {}\r\n"
      "Message-ID: <{}{}>\r\nMIME-Version: 1.0\r\n"
      "Content-Type: multipart/alternative; boundary=\"{}\"\r\n"
      "Auto-Submitted: auto-generated\r\n\r\n",
      sink.from, joined(sink.to), header_text(subject), date_text(now), id,
      sink.from.substr(std::min(sink.from.find('@'), sink.from.size())),
      boundary);
  out += part("text/plain", as_text(m, from), boundary);
  out += part("text/html", as_html(m, from), boundary);
  return out + "--" + boundary + "--\r\n";
}

} // namespace bellwether::alerts
