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

json embed_of(const domain::alert_message& m) {
  return json::parse(discord_form(clean(m), sample_letterhead()))
      .at("embeds")
      .at(0);
}

std::size_t size_of(const json& text) {
  return text.get<std::string>().size();
}

} // namespace

TEST_CASE("Discord gets an embed that mentions nobody", "[alerts][discord]") {
  const auto form =
      json::parse(discord_form(sample_message(), sample_letterhead()));
  CHECK(form.at("allowed_mentions") == json{{"parse", json::array()}});
  REQUIRE(form.at("embeds").size() == 1);
  const auto& embed = form.at("embeds").at(0);
  CHECK(embed.at("title") == "Provider openai is down");
  CHECK(embed.at("description")
        == "Five requests failed.\n**What Bellwether does:** It asks "
           "anthropic.\n**What to check:** Look at status.openai.com.\n"
           "http://gateway.example.com:7301\n"
           "https://runbooks.example.com/down?a=1&b=2");
  CHECK(embed.at("color") == 0xE8590C);
  CHECK(embed.at("timestamp") == "2026-11-23T14:05:00.000Z");
  CHECK(embed.at("fields").at(0)
        == json{{"name", "p95"}, {"value", "4.2 s"}, {"inline", true}});
  CHECK(embed.at("footer").at("text")
        == "error | bellwether@host | provider_down openai, alert 7, since "
           "2026-11-23 14:00:00 UTC");
}

TEST_CASE("texts make no links at Discord", "[alerts][discord]") {
  auto m = sample_message();
  m.title = m.what = m.did = m.check = "[x](http://evil.example.com)";
  m.facts = {{m.title, m.title}};
  CHECK(embed_of(m).dump().find("[x]") == std::string::npos);
}

TEST_CASE("a blank fact is left out: Discord would refuse the message",
          "[alerts][discord]") {
  auto m = sample_message();
  m.facts = {{"", "a"}, {"a", ""}, {" ", "a"}, {"a", " \n"}};
  CHECK_FALSE(embed_of(m).contains("fields"));
  m.facts.push_back({"a", "b"});
  CHECK(embed_of(m).at("fields").size() == 1);
}

TEST_CASE("all texts of an embed together are not too much for Discord",
          "[alerts][discord]") {
  auto m = sample_message();
  const std::string much(10'000, 'x');
  m.entity = m.title = m.what = m.did = m.check = much;
  m.facts.assign(50, {much, much});
  m.runbook_url = "https://" + much;
  const auto embed = embed_of(m);
  auto all = size_of(embed.at("title")) + size_of(embed.at("description"))
             + size_of(embed.at("footer").at("text"));
  for (const auto& field : embed.at("fields"))
    all += size_of(field.at("name")) + size_of(field.at("value"));
  CHECK(all <= 6'000);
}

TEST_CASE("whatever a message holds, Discord can take it",
          "[alerts][discord][property]") {
  rc::prop("its limits", [] {
    const auto sink = sample_sink(settings::sink_kind::discord);
    const auto body =
        pack(any_message(), sink, sample_letterhead(), "id", sample_now()).body;
    const auto embed = json::parse(body).at("embeds").at(0);
    auto all = size_of(embed.at("title")) + size_of(embed.at("description"))
               + size_of(embed.at("footer").at("text"));
    RC_ASSERT(size_of(embed.at("title")) <= 256U);
    RC_ASSERT(size_of(embed.at("description")) <= 4'096U);
    RC_ASSERT(size_of(embed.at("footer").at("text")) <= 2'048U);
    const auto fields = embed.value("fields", json::array());
    RC_ASSERT(fields.size() <= 25U);
    for (const auto& field : fields) {
      const auto name = field.at("name").get<std::string>();
      const auto value = field.at("value").get<std::string>();
      RC_ASSERT(name.size() <= 256U);
      RC_ASSERT(value.size() <= 1'024U);
      RC_ASSERT(name.find_first_not_of(" \n") != name.npos);
      RC_ASSERT(value.find_first_not_of(" \n") != value.npos);
      all += name.size() + value.size();
    }
    RC_ASSERT(all <= 6'000U);
  });
}

} // namespace bellwether::alerts
