#include "sinks/rules.hpp"
#include "sinks/stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::sinks {

namespace {

const std::string path = "/pagerduty/v2/enqueue";
const std::string key(32, 'k');

const json event{
    {"routing_key", key},
    {"event_action", "trigger"},
    {"dedup_key", "d"},
    {"payload",
     {{"summary", "s"}, {"source", "bellwether"}, {"severity", "error"}}}};

} // namespace

TEST_CASE("PagerDuty takes events within its limits and no others",
          "[sinks][pagerduty]") {
  const auto link = [](const json& href) {
    return json::array({{{"href", href}, {"text", "a"}}});
  };
  const auto image = [](const json& src) {
    return json::array({{{"src", src}}});
  };
  const json empty_object = json::object();
  check_rules(
      path, event,
      {{"/routing_key", key, std::string(31, 'k')},
       {"/routing_key", key, key + "k"},
       {"/routing_key", key, std::string(32, '-')},
       {"/routing_key", key, nullptr},
       {"/event_action", "trigger", "open"},
       {"/event_action", "resolve", nullptr},
       {"/dedup_key", letters(255), letters(256)},
       {"/dedup_key", nullptr, ""},
       {"/payload/summary", letters(1024), letters(1025)},
       {"/payload/summary", "s", nullptr},
       {"/payload/summary", "s", ""},
       {"/payload/source", "s", nullptr},
       {"/payload/severity", "info", "fatal"},
       {"/payload/severity", "critical", nullptr},
       {"/payload/timestamp", "2026-11-23T04:05:06Z", "2026-11-31T04:05:06Z"},
       {"/payload/timestamp", "2026-11-23T04:05:06.5+01:00", "23.11.2026"},
       {"/payload/component", "c", 1},
       {"/payload/custom_details", {{"a", 1}}, "a"},
       {"/payload", event["payload"], nullptr},
       {"/links", link("https://example.com"), link("example.com")},
       {"/links", link("https://example.com"), link(nullptr)},
       {"/images", image("https://e.com/a.png"), image("http://e.com/a.png")},
       {"/client_url", "https://example.com", "somewhere"}});
}

TEST_CASE("PagerDuty resolves without a payload, but not without a dedup_key",
          "[sinks][pagerduty]") {
  check_rules(
      path,
      {{"routing_key", key}, {"event_action", "resolve"}, {"dedup_key", "d"}},
      {{"/dedup_key", "d", nullptr}});
}

TEST_CASE("PagerDuty answers as it documents", "[sinks][pagerduty]") {
  const stage s;
  const auto fine = s.post(path, event);
  CHECK(fine.status == 202);
  CHECK(fine.json()
        == json{{"status", "success"},
                {"message", "Event processed"},
                {"dedup_key", "d"}});
  auto wrong = event;
  wrong["payload"].erase("summary");
  const auto refused = s.post(path, wrong).json();
  CHECK(refused["status"] == "invalid event");
  CHECK(refused["errors"] == json{"payload.summary: is missing"});
  CHECK(s.post(path, event.dump(), {{"Content-Type", "text/plain"}}).status
        == 400);
  CHECK(s.post(path, std::string{"[]"}).status == 400);
}

TEST_CASE("PagerDuty takes 512 KB and no more", "[sinks][pagerduty]") {
  const stage s;
  auto large = event;
  large["payload"]["custom_details"]["a"] = "";
  const auto room = std::size_t{512} * 1024 - large.dump().size();
  large["payload"]["custom_details"]["a"] = std::string(room, 'a');
  CHECK(s.post(path, large).status == 202);
  large["payload"]["custom_details"]["a"] = std::string(room + 1, 'a');
  CHECK(s.post(path, large).status == 413);
}

TEST_CASE("members that PagerDuty does not know are objected to, not refused",
          "[sinks][pagerduty]") {
  const stage s;
  auto odd = event;
  odd["payload"]["colour"] = "red";
  CHECK(s.post(path, odd).status == 202);
  CHECK(s.last()["objections"] == json{"payload.colour: is not known"});
}

} // namespace bellwether::sinks
