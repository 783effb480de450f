#include "alerts/forms.hpp"
#include "alerts/parcel.hpp"
#include "alerts/plain_text.hpp"
#include "alerts/sample.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <rapidcheck/catch.h>
#include <set>
#include <string>

namespace bellwether::alerts {

using domain::message_kind;
using nlohmann::json;

namespace {

const std::string routing_key = "0123456789abcdef0123456789abcdef";

json form_of(const domain::alert_message& m) {
  return json::parse(
      pagerduty_form(clean(m), sample_letterhead(), routing_key));
}

std::size_t size_of(const json& text) {
  return text.get<std::string>().size();
}

} // namespace

TEST_CASE("PagerDuty is triggered with all that it asks for",
          "[alerts][pagerduty]") {
  const auto form = form_of(sample_message());
  CHECK(form.at("routing_key") == routing_key);
  CHECK(form.at("event_action") == "trigger");
  CHECK(form.at("dedup_key")
        == "bellwether/bellwether@host/provider_down/openai");
  CHECK(form.at("client") == "Bellwether");
  CHECK(form.at("client_url") == "http://gateway.example.com:7301");
  const auto& payload = form.at("payload");
  CHECK(payload.at("summary") == "Provider openai is down");
  CHECK(payload.at("source") == "bellwether@host");
  CHECK(payload.at("severity") == "error");
  CHECK(payload.at("timestamp") == "2026-11-23T14:05:00.000Z");
  CHECK(payload.at("component") == "openai");
  CHECK(payload.at("class") == "provider_down");
  CHECK(payload.at("custom_details")
        == json{{"what", "Five requests failed."},
                {"what Bellwether does", "It asks anthropic."},
                {"what to check", "Look at status.openai.com."},
                {"p95", "4.2 s"},
                {"failures", "5"},
                {"since", "2026-11-23 14:00:00 UTC"},
                {"alert", "7"}});
  CHECK(form.at("links").at(1).at("href")
        == "https://runbooks.example.com/down?a=1&b=2");
}

TEST_CASE("what is over resolves PagerDuty's incident by the same key",
          "[alerts][pagerduty]") {
  auto m = sample_message();
  const auto key = form_of(m).at("dedup_key");
  m.kind = message_kind::resolved;
  m.title = "Provider openai is back";
  m.at += std::chrono::hours{1};
  m.alert = 8;
  CHECK(form_of(m).at("event_action") == "resolve");
  CHECK(form_of(m).at("dedup_key") == key);
}

TEST_CASE("only the end resolves PagerDuty's incident", "[alerts][pagerduty]") {
  const auto kind = GENERATE(message_kind::fired, message_kind::repeated,
                             message_kind::escalated, message_kind::flood,
                             message_kind::daily, message_kind::test);
  auto m = sample_message();
  m.kind = kind;
  CHECK(form_of(m).at("event_action") == "trigger");
}

TEST_CASE("each rule and entity has a key of its own at PagerDuty",
          "[alerts][pagerduty]") {
  std::set<std::string> keys;
  for (const auto* rule : {"provider_down", "route_down"})
    for (const auto* entity : {"openai", "anthropic"}) {
      auto m = sample_message();
      m.rule = rule;
      m.entity = entity;
      keys.insert(dedup_key(m, sample_letterhead()));
    }
  CHECK(keys.size() == 4);
}

TEST_CASE("messages about no alert do not share an incident",
          "[alerts][pagerduty]") {
  auto m = sample_message();
  m.rule.clear();
  m.kind = message_kind::flood;
  CHECK(dedup_key(m, sample_letterhead())
        == "bellwether/bellwether@host/flood/2026-11-23T14:05:00Z");
  auto later = m;
  later.at += std::chrono::seconds{1};
  CHECK(dedup_key(later, sample_letterhead())
        != dedup_key(m, sample_letterhead()));
}

TEST_CASE("a key that is too long for PagerDuty is cut and stays its own",
          "[alerts][pagerduty]") {
  auto m = sample_message();
  m.entity = std::string(300, 'e');
  const auto one = dedup_key(m, sample_letterhead());
  CHECK(one.size() == 255);
  CHECK(dedup_key(m, sample_letterhead()) == one);
  m.entity += 'f';
  const auto other = dedup_key(m, sample_letterhead());
  CHECK(other.size() == 255);
  CHECK(other != one);
  m.entity = std::string(255
                             - std::string{"bellwether/bellwether@host/"
                                           "provider_down/"}
                                   .size(),
                         'e');
  CHECK(dedup_key(m, sample_letterhead()).ends_with("eeee"));
}

TEST_CASE("without a dashboard and a runbook PagerDuty gets no links",
          "[alerts][pagerduty]") {
  auto m = sample_message();
  m.runbook_url.clear();
  const auto form =
      json::parse(pagerduty_form(m, {"bellwether@host", ""}, routing_key));
  CHECK_FALSE(form.contains("links"));
  CHECK_FALSE(form.contains("client_url"));
}

TEST_CASE("whatever a message holds, PagerDuty can take it",
          "[alerts][pagerduty][property]") {
  rc::prop("its limits", [] {
    const auto sink = sample_sink(settings::sink_kind::pagerduty);
    const auto body =
        pack(any_message(), sink, sample_letterhead(), "id", sample_now()).body;
    RC_ASSERT(body.size() < std::size_t{512} * 1'024);
    const auto form = json::parse(body);
    RC_ASSERT(form.at("routing_key") == sink.routing_key.value);
    RC_ASSERT(size_of(form.at("dedup_key")) <= 255U);
    const auto& payload = form.at("payload");
    RC_ASSERT(size_of(payload.at("summary")) <= 1'024U);
    for (const auto* needed : {"summary", "source", "component", "class"})
      RC_ASSERT(size_of(payload.at(needed)) > 0U);
    RC_ASSERT(
        domain::parse_severity(payload.at("severity").get<std::string>()));
    RC_ASSERT(payload.at("custom_details").is_object());
  });
}

TEST_CASE("many facts full of what JSON escapes are not too much for PagerDuty",
          "[alerts][pagerduty]") {
  auto m = sample_message();
  m.what = m.did = m.check = std::string(100'000, '"');
  m.facts.clear();
  for (int i = 0; i < 100; ++i)
    m.facts.push_back({std::to_string(i) + std::string(1'000, '\\'),
                       std::string(100'000, '\n')});
  const auto body = pagerduty_form(m, sample_letterhead(), routing_key);
  CHECK(body.size() < 512U * 1'024U);
}

} // namespace bellwether::alerts
