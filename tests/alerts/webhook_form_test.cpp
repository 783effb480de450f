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
using nlohmann::json;

namespace {

json form_of(const domain::alert_message& m) {
  return json::parse(webhook_form(clean(m), sample_letterhead()));
}

constexpr std::size_t most_bytes = 20'000;

} // namespace

TEST_CASE("a webhook gets all that the message says", "[alerts][webhook]") {
  CHECK(form_of(sample_message()) == json::parse(R"({
    "type": "provider_down.fired",
    "timestamp": "2026-11-23T14:05:00.000Z",
    "data": {
      "instance": "bellwether@host",
      "kind": "fired",
      "alert": 7,
      "rule": "provider_down",
      "entity": "openai",
      "severity": "error",
      "title": "Provider openai is down",
      "what": "Five requests failed.",
      "did": "It asks anthropic.",
      "check": "Look at status.openai.com.",
      "facts": [
        {"name": "p95", "value": "4.2 s"},
        {"name": "failures", "value": "5"}
      ],
      "labels": {"provider": "openai"},
      "since": "2026-11-23T14:00:00.000Z",
      "resolved_at": null,
      "dashboard_url": "http://gateway.example.com:7301",
      "runbook_url": "https://runbooks.example.com/down?a=1&b=2"
    }
  })"));
}

TEST_CASE("a webhook reads what happened from the type", "[alerts][webhook]") {
  auto m = sample_message();
  m.kind = message_kind::resolved;
  m.resolved = sample_now();
  CHECK(form_of(m).at("type") == "provider_down.resolved");
  CHECK(form_of(m).at("data").at("resolved_at") == "2026-11-23T14:05:00.000Z");
  m.rule.clear();
  m.kind = message_kind::test;
  CHECK(form_of(m).at("type") == "test");
  m.kind = message_kind::daily;
  CHECK(form_of(m).at("type") == "digest.daily");
  m.kind = message_kind::flood;
  CHECK(form_of(m).at("type") == "digest.flood");
}

TEST_CASE("what a message does not have is null for a webhook",
          "[alerts][webhook]") {
  domain::alert_message m;
  m.kind = message_kind::test;
  m.title = "Test";
  const auto data =
      json::parse(webhook_form(m, {"bellwether@host", ""})).at("data");
  for (const auto* name : {"alert", "rule", "entity", "did", "check",
                           "resolved_at", "dashboard_url", "runbook_url"}) {
    CAPTURE(name);
    CHECK(data.at(name).is_null());
  }
  CHECK(data.at("facts").empty());
  CHECK(data.at("labels") == json::object());
}

TEST_CASE("a message that is too long for a webhook loses the ends of texts",
          "[alerts][webhook]") {
  auto m = sample_message();
  m.what = std::string(5'000, 'w');
  const auto some = form_of(m).at("data").at("what").get<std::string>();
  CHECK(some == std::string(3'997, 'w') + "...");
  m.facts.clear();
  for (int i = 0; i < 40; ++i)
    m.facts.push_back({"name", std::string(2'000, 'f')});
  const auto form = form_of(m);
  CHECK(form.dump().size() < most_bytes);
  CHECK(form.at("data").at("facts").size() == 20);
  CHECK(form.at("data").at("what").get<std::string>().size() == 400);
}

TEST_CASE("whatever a message holds, a webhook can take it",
          "[alerts][webhook][property]") {
  rc::prop("below 20 KB", [] {
    const auto sink = sample_sink(settings::sink_kind::webhook);
    const auto m = any_message();
    const auto body =
        pack(m, sink, sample_letterhead(), "id", sample_now()).body;
    RC_ASSERT(body.size() < most_bytes);
    const auto form = json::parse(body);
    RC_ASSERT(form.at("type").is_string());
    RC_ASSERT(form.at("data").at("kind") == std::string{to_string(m.kind)});
    RC_ASSERT(form.at("data").at("title").get<std::string>().starts_with("T"));
  });
}

TEST_CASE("texts full of what JSON escapes are not too much for a webhook",
          "[alerts][webhook]") {
  auto m = sample_message();
  const std::string much(50'000, '"');
  m.rule = m.entity = m.title = m.what = m.did = m.check = much;
  m.labels = {{much, much}};
  m.facts.assign(50, {much, much});
  CHECK(webhook_form(m, sample_letterhead()).size() < most_bytes);
}

} // namespace bellwether::alerts
