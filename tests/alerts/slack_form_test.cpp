#include "alerts/forms.hpp"
#include "alerts/parcel.hpp"
#include "alerts/plain_text.hpp"
#include "alerts/sample.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <rapidcheck/catch.h>
#include <string>

namespace bellwether::alerts {

using nlohmann::json;

namespace {

json form_of(const domain::alert_message& m) {
  return json::parse(slack_form(clean(m), sample_letterhead()));
}

/// The blocks of a kind.
std::vector<json> blocks_of(const json& form, const std::string& type) {
  std::vector<json> out;
  for (const auto& each : form.at("attachments").at(0).at("blocks"))
    if (each.at("type") == type)
      out.push_back(each);
  return out;
}

/// Whether Slack reads it as text only.
bool is_escaped(const std::string& text) {
  if (text.find_first_of("<>") != text.npos)
    return false;
  for (auto at = text.find('&'); at != text.npos; at = text.find('&', at + 1))
    if (text.compare(at, 5, "&amp;") != 0 && text.compare(at, 4, "&lt;") != 0
        && text.compare(at, 4, "&gt;") != 0)
      return false;
  return true;
}

/// Without the links that the form itself makes, as "<URL|NAME>".
std::string without_own_links(std::string text) {
  for (const std::string name : {"|Dashboard>", "|Runbook>"}) {
    const auto end = text.rfind(name);
    if (end == text.npos)
      continue;
    const auto begin = text.rfind('<', end);
    text.erase(begin, 1);
    text.erase(end - 1, name.size());
  }
  return text;
}

bool is_text_of(const json& text, std::size_t most) {
  const auto words = text.at("text").get<std::string>();
  return !words.empty() && words.size() <= most && is_utf8(words);
}

void require_limits(const json& form) {
  RC_ASSERT(form.at("text").get<std::string>().size() < 4'000U);
  RC_ASSERT(is_escaped(form.at("text")));
  RC_ASSERT(form.at("attachments").size() == 1U);
  RC_ASSERT(form.at("attachments").at(0).at("blocks").size() <= 50U);
  for (const auto& header : blocks_of(form, "header")) {
    RC_ASSERT(is_text_of(header.at("text"), 150));
    RC_ASSERT(is_escaped(header.at("text").at("text")));
  }
  for (const auto& section : blocks_of(form, "section")) {
    if (section.contains("text")) {
      RC_ASSERT(is_text_of(section.at("text"), 3'000));
      RC_ASSERT(is_escaped(section.at("text").at("text")));
    }
    if (section.contains("fields"))
      RC_ASSERT(section.at("fields").size() <= 10U);
    for (const auto& field : section.value("fields", json::array())) {
      RC_ASSERT(is_text_of(field, 2'000));
      RC_ASSERT(is_escaped(field.at("text")));
    }
  }
  for (const auto& context : blocks_of(form, "context"))
    for (const auto& element : context.at("elements")) {
      RC_ASSERT(is_text_of(element, 3'000));
      RC_ASSERT(is_escaped(without_own_links(element.at("text"))));
    }
}

} // namespace

TEST_CASE("Slack gets a line for its notification and blocks in colour",
          "[alerts][slack]") {
  const auto form = form_of(sample_message());
  CHECK(form.at("text") == "[error] Provider openai is down");
  const auto& attachment = form.at("attachments").at(0);
  CHECK(attachment.at("color") == "#E8590C");
  CHECK(attachment.at("fallback") == form.at("text"));
  CHECK(blocks_of(form, "header").at(0).at("text")
        == json{{"type", "plain_text"}, {"text", "Provider openai is down"}});
  const auto sections = blocks_of(form, "section");
  REQUIRE(sections.size() == 2);
  CHECK(sections.at(0).at("text").at("text")
        == "Five requests failed.\n*What Bellwether does:* It asks "
           "anthropic.\n*What to check:* Look at status.openai.com.");
  CHECK(sections.at(1).at("fields").at(0).at("text") == "*p95*\n4.2 s");
  CHECK(blocks_of(form, "context").at(0).at("elements").at(0).at("text")
        == "error | bellwether@host | provider_down openai, alert 7, since "
           "2026-11-23 14:00:00 UTC | <http://gateway.example.com:7301|"
           "Dashboard> | <https://runbooks.example.com/down?a=1&amp;b=2|"
           "Runbook>");
}

TEST_CASE("what Slack would read as marks is escaped everywhere",
          "[alerts][slack]") {
  auto m = sample_message();
  const std::string bad = "<!channel> & <@U1>";
  const std::string good = "&lt;!channel&gt; &amp; &lt;@U1&gt;";
  m.title = m.what = m.entity = bad;
  m.facts = {{bad, bad}};
  const auto form = form_of(m);
  CHECK(form.at("text") == "[error] " + good);
  CHECK(blocks_of(form, "header").at(0).at("text").at("text") == good);
  const auto sections = blocks_of(form, "section");
  CHECK(sections.at(0).at("text").at("text").get<std::string>().starts_with(
      good + "\n"));
  CHECK(sections.at(1).at("fields").at(0).at("text")
        == "*" + good + "*\n" + good);
  const auto small = blocks_of(form, "context").at(0).at("elements").at(0);
  CHECK(small.at("text").get<std::string>().find(good) != std::string::npos);
}

TEST_CASE("names are not made into links by Slack", "[alerts][slack]") {
  const auto sections = blocks_of(form_of(sample_message()), "section");
  for (const auto& field : sections.at(1).at("fields"))
    CHECK(field.at("verbatim") == true);
}

TEST_CASE("a URL that would end Slack's link too early is left out",
          "[alerts][slack]") {
  const auto url = GENERATE(as<std::string>{}, "https://a/b|c", "https://a/>",
                            "https://a/<b", "https://a b", "https://a\nb");
  auto m = sample_message();
  m.runbook_url = url;
  const auto small = blocks_of(form_of(m), "context")
                         .at(0)
                         .at("elements")
                         .at(0)
                         .at("text")
                         .get<std::string>();
  CHECK(small.find("Runbook") == std::string::npos);
  CHECK(small.ends_with("|Dashboard>"));
}

TEST_CASE("a cut text for Slack ends neither in an escape nor in a character",
          "[alerts][slack]") {
  auto m = sample_message();
  m.title = std::string(145, 'a') + "&&&&";
  CHECK(blocks_of(form_of(m), "header").at(0).at("text").at("text")
        == std::string(145, 'a') + "...");
  m.title = std::string(145, 'a') + "\xF0\x9F\x9A\x80\xF0\x9F\x9A\x80";
  CHECK(blocks_of(form_of(m), "header").at(0).at("text").at("text")
        == std::string(145, 'a') + "...");
  m.title = std::string(147, 'a');
  CHECK(blocks_of(form_of(m), "header").at(0).at("text").at("text") == m.title);
}

TEST_CASE("a message without facts has no fields for Slack",
          "[alerts][slack]") {
  auto m = sample_message();
  m.facts.clear();
  CHECK(blocks_of(form_of(m), "section").size() == 1);
}

TEST_CASE("whatever a message holds, Slack can take it",
          "[alerts][slack][property]") {
  rc::prop("its limits and escapes", [] {
    const auto sink = sample_sink(settings::sink_kind::slack);
    const auto body =
        pack(any_message(), sink, sample_letterhead(), "id", sample_now()).body;
    require_limits(json::parse(body));
  });
}

} // namespace bellwether::alerts
