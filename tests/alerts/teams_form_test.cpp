#include "alerts/forms.hpp"
#include "alerts/parcel.hpp"
#include "alerts/plain_text.hpp"
#include "alerts/sample.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <rapidcheck/catch.h>
#include <string>

namespace bellwether::alerts {

using domain::message_kind;
using domain::severity;
using nlohmann::json;

namespace {

constexpr std::size_t most_bytes = std::size_t{28} * 1'000;

json card_of(const domain::alert_message& m) {
  const auto form = json::parse(teams_form(clean(m), sample_letterhead()));
  return form.at("attachments").at(0).at("content");
}

} // namespace

TEST_CASE("Teams gets an adaptive card", "[alerts][teams]") {
  const auto form =
      json::parse(teams_form(sample_message(), sample_letterhead()));
  CHECK(form.at("type") == "message");
  REQUIRE(form.at("attachments").size() == 1);
  CHECK(form.at("attachments").at(0).at("contentType")
        == "application/vnd.microsoft.card.adaptive");
  const auto card = card_of(sample_message());
  CHECK(card.at("type") == "AdaptiveCard");
  const auto& body = card.at("body");
  REQUIRE(body.size() == 6);
  CHECK(body.at(0).at("text") == "Provider openai is down");
  CHECK(body.at(1).at("text") == "Five requests failed.");
  CHECK(body.at(2).at("text")
        == "**What Bellwether does:** It asks anthropic.");
  CHECK(body.at(3).at("text")
        == "**What to check:** Look at status.openai.com.");
  CHECK(body.at(4).at("facts").at(0)
        == json{{"title", "p95"}, {"value", "4.2 s"}});
  CHECK(body.at(5).at("text")
        == "error | bellwether@host | provider_down openai, alert 7, since "
           "2026-11-23 14:00:00 UTC");
  CHECK(card.at("actions").at(0).at("url")
        == "http://gateway.example.com:7301");
  CHECK(card.at("actions").at(1).at("url")
        == "https://runbooks.example.com/down?a=1&b=2");
}

TEST_CASE("a card has the colour of what happened", "[alerts][teams]") {
  const auto [kind, level, colour] =
      GENERATE(table<message_kind, severity, std::string>({
          {message_kind::fired, severity::info, "accent"},
          {message_kind::fired, severity::warning, "warning"},
          {message_kind::fired, severity::error, "attention"},
          {message_kind::repeated, severity::critical, "attention"},
          {message_kind::resolved, severity::critical, "good"},
          {message_kind::daily, severity::info, "default"},
          {message_kind::test, severity::info, "default"},
      }));
  auto m = sample_message();
  m.kind = kind;
  m.level = level;
  CHECK(card_of(m).at("body").at(0).at("color") == colour);
}

TEST_CASE("texts make no links in a card", "[alerts][teams]") {
  auto m = sample_message();
  m.title = m.what = m.did = m.check = "[x](http://evil.example.com)";
  m.facts = {{m.title, m.title}};
  CHECK(card_of(m).at("body").dump().find("[x]") == std::string::npos);
}

TEST_CASE("a card without links has no actions", "[alerts][teams]") {
  auto m = sample_message();
  m.runbook_url.clear();
  const auto form = json::parse(teams_form(m, {"bellwether@host", ""}));
  CHECK_FALSE(form.at("attachments").at(0).at("content").contains("actions"));
}

TEST_CASE("whatever a message holds, Teams can take it",
          "[alerts][teams][property]") {
  rc::prop("below 28 KB", [] {
    const auto sink = sample_sink(settings::sink_kind::teams);
    const auto body =
        pack(any_message(), sink, sample_letterhead(), "id", sample_now()).body;
    RC_ASSERT(body.size() < most_bytes);
    const auto card = json::parse(body).at("attachments").at(0).at("content");
    for (const auto& block : card.at("body"))
      if (block.at("type") == "TextBlock")
        RC_ASSERT(!block.at("text").get<std::string>().empty());
  });
}

TEST_CASE("texts full of what JSON escapes are not too much for Teams",
          "[alerts][teams]") {
  auto m = sample_message();
  const std::string much(50'000, '"');
  m.rule = m.entity = m.title = m.what = m.did = m.check = much;
  m.facts.assign(50, {much, much});
  const auto form = teams_form(m, sample_letterhead());
  CHECK(form.size() < most_bytes);
}

} // namespace bellwether::alerts
