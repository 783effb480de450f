#include "alerts/parcel.hpp"
#include "alerts/sample.hpp"

#include <catch2/catch.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <rapidcheck/catch.h>
#include <regex>
#include <string>
#include <vector>

namespace bellwether::alerts {

namespace {

std::string mail_of(const domain::alert_message& m) {
  return mail_text(m, sample_sink(settings::sink_kind::email),
                   sample_letterhead(), "msg_1", sample_now());
}

std::string header_of(const std::string& mail) {
  return mail.substr(0, mail.find("\r\n\r\n") + 2);
}

/// Lines without their CRLF.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find("\r\n", at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 2;
  }
  return out;
}

/// The names of the header's fields, in their order.
std::vector<std::string> names_of(const std::string& mail) {
  std::vector<std::string> out;
  for (const auto& line : lines_of(header_of(mail)))
    if (!line.starts_with(' '))
      out.push_back(line.substr(0, line.find(':')));
  return out;
}

std::string field_of(const std::string& mail, const std::string& name) {
  const auto header = "\r\n" + header_of(mail);
  const auto begin = header.find("\r\n" + name + ": ") + name.size() + 4;
  auto end = header.find("\r\n", begin);
  while (header.compare(end, 3, "\r\n ") == 0)
    end = header.find("\r\n", end + 2);
  return header.substr(begin, end - begin);
}

std::string decoded(std::string text) {
  std::erase_if(text, [](char c) { return c == '\r' || c == '\n'; });
  std::string out(text.size(), '\0');
  const int size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(text.data()),
                      static_cast<int>(text.size()));
  if (size < 0)
    return "not base64";
  out.resize(static_cast<std::size_t>(size)
             - static_cast<std::size_t>(std::ranges::count(text, '=')));
  return out;
}

/// A header's text as people see it (RFC 2047); each word must be UTF-8.
std::string seen(const std::string& field) {
  static const std::regex word{R"(=\?UTF-8\?B\?([A-Za-z0-9+/=]+)\?=(\r\n )?)"};
  std::string out;
  auto rest = field.cbegin();
  for (std::sregex_iterator at{field.begin(), field.end(), word}, end;
       at != end; ++at) {
    const auto& found = *at;
    out.append(rest, found[0].first);
    const auto text = decoded(found[1]);
    out += is_utf8(text) ? text : "not UTF-8";
    rest = found[0].second;
  }
  return out.append(rest, field.cend());
}

/// The bodies of the parts, decoded.
std::vector<std::string> parts_of(const std::string& mail) {
  std::vector<std::string> out;
  const std::string mark = "--=_msg_1";
  for (auto at = mail.find(mark + "\r\n"); at != mail.npos;) {
    const auto begin = mail.find("\r\n\r\n", at) + 4;
    const auto end = mail.find(mark, begin);
    out.push_back(decoded(mail.substr(begin, end - begin)));
    at = mail.find(mark + "\r\n", begin);
  }
  return out;
}

const std::vector<std::string> all_names{
    "From",       "To",           "Subject",      "Date",
    "Message-ID", "MIME-Version", "Content-Type", "Auto-Submitted"};

} // namespace

TEST_CASE("a mail has its header", "[alerts][mail]") {
  const auto mail = mail_of(sample_message());
  CHECK(names_of(mail) == all_names);
  CHECK(field_of(mail, "From") == "bellwether@example.com");
  CHECK(field_of(mail, "To") == "ops@example.com,\r\n boss@example.com");
  CHECK(field_of(mail, "Subject") == "[error] Provider openai is down");
  CHECK(field_of(mail, "Date") == "Mon, 23 Nov 2026 14:05:00 +0000");
  CHECK(field_of(mail, "Message-ID") == "<msg_1@example.com>");
  CHECK(field_of(mail, "Auto-Submitted") == "auto-generated");
  CHECK(mail.ends_with("--=_msg_1--\r\n"));
}

TEST_CASE("a mail says it all as text and as HTML", "[alerts][mail]") {
  const auto parts = parts_of(mail_of(sample_message()));
  REQUIRE(parts.size() == 2);
  CHECK(parts.at(0)
        == "Provider openai is down\n\nFive requests failed.\n\nWhat "
           "Bellwether does: It asks anthropic.\n\nWhat to check: Look at "
           "status.openai.com.\n\np95: 4.2 s\nfailures: 5\n\nDashboard: "
           "http://gateway.example.com:7301\nRunbook: "
           "https://runbooks.example.com/down?a=1&b=2\n-- \nerror | "
           "bellwether@host | provider_down openai, alert 7, since "
           "2026-11-23 14:00:00 UTC\n");
  for (const auto* text :
       {"<h2>Provider openai is down</h2>", "Five requests failed.",
        "It asks anthropic.", "Look at status.openai.com.",
        "<td><b>p95</b></td><td>4.2 s</td>",
        R"(<a href="https://runbooks.example.com/down?a=1&amp;b=2">)"})
    CHECK(parts.at(1).find(text) != std::string::npos);
}

TEST_CASE("what a message says is no HTML in a mail", "[alerts][mail]") {
  auto m = sample_message();
  const std::string bad = R"(<script>"&)";
  m.title = m.what = m.did = m.check = m.entity = m.runbook_url = bad;
  m.facts = {{bad, bad}};
  const auto parts = parts_of(mail_of(m));
  REQUIRE(parts.size() == 2);
  CHECK(parts.at(1).find("<script>") == std::string::npos);
  CHECK(parts.at(1).find("&lt;script&gt;&quot;&amp;") != std::string::npos);
}

TEST_CASE("a title writes no header of its own", "[alerts][mail]") {
  const auto title = GENERATE(
      as<std::string>{}, "down\r\nBcc: evil@example.com",
      "down\nBcc: evil@example.com", "down\rBcc: evil@example.com",
      "down\r\n\r\nbody", "down\r\n .\r\n", "d\xC3\xB6wn\r\nBcc: a@b.c");
  auto m = sample_message();
  m.title = title;
  const auto mail = mail_of(m);
  CAPTURE(header_of(mail));
  CHECK(names_of(mail) == all_names);
  CHECK(parts_of(mail).size() == 2);
}

TEST_CASE("a subject that is not ASCII is encoded in whole characters",
          "[alerts][mail]") {
  auto m = sample_message();
  m.title.clear();
  for (int i = 0; i < 20; ++i)
    m.title += "a\xE2\x82\xAC\xF0\x9F\x9A\x80";
  const auto field = field_of(mail_of(m), "Subject");
  CHECK(field.starts_with("=?UTF-8?B?"));
  CHECK(seen(field) == "[error] " + m.title);
}

TEST_CASE("a subject that looks encoded is seen as it was written",
          "[alerts][mail]") {
  auto m = sample_message();
  m.title = "=?UTF-8?B?YWxsIGlzIHdlbGw=?=";
  CHECK(seen(field_of(mail_of(m), "Subject")) == "[error] " + m.title);
}

TEST_CASE("a long subject is cut", "[alerts][mail]") {
  auto m = sample_message();
  m.title = std::string(500, 'a');
  const auto subject = field_of(mail_of(m), "Subject");
  CHECK(subject.size() == 200);
  CHECK(subject.ends_with("aaa..."));
}

TEST_CASE("whatever a message holds, its mail is in order",
          "[alerts][mail][property]") {
  rc::prop("header, lines and characters", [] {
    const auto m = any_message();
    const auto mail = mail_of(m);
    RC_ASSERT(names_of(mail) == all_names);
    for (const auto& line : lines_of(header_of(mail))) {
      RC_ASSERT(line.size() <= 998U);
      RC_ASSERT(line.find_first_of("\r\n") == line.npos);
      if (line.find("=?UTF-8?B?") != line.npos)
        RC_ASSERT(line.size() <= 76U);
    }
    RC_ASSERT(std::ranges::all_of(mail, [](char c) {
      return (c >= 0x20 && c < 0x7f) || c == '\r' || c == '\n';
    }));
    for (const auto& line : lines_of(mail.substr(header_of(mail).size()))) {
      RC_ASSERT(line.size() <= 78U);
      RC_ASSERT(line.find_first_of("\r\n") == line.npos);
      RC_ASSERT(line != ".");
    }
    const auto parts = parts_of(mail);
    RC_ASSERT(parts.size() == 2U);
    RC_ASSERT(is_utf8(parts.at(0)) && is_utf8(parts.at(1)));
    RC_ASSERT(is_utf8(seen(field_of(mail, "Subject"))));
  });
}

} // namespace bellwether::alerts
