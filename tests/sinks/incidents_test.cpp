#include "sinks/stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::sinks {

namespace {

const std::string key(32, 'k');

class pager {
public:
  /// What became of the event.
  std::string send(const std::string& action, const std::string& dedup_key,
                   const std::string& summary = "s",
                   const std::string& routing_key = key) {
    json event{{"routing_key", routing_key}, {"event_action", action}};
    if (!dedup_key.empty())
      event["dedup_key"] = dedup_key;
    if (action == "trigger")
      event["payload"] = {
          {"summary", summary}, {"source", "here"}, {"severity", "error"}};
    answer_ = stage_.post("/pagerduty/v2/enqueue", event);
    return stage_.last()["notes"].value("event", "");
  }

  json answer() const { return answer_.json(); }
  json incidents() const { return stage_.incidents(); }

private:
  stage stage_;
  integration::answer answer_;
};

} // namespace

TEST_CASE("triggers with one dedup_key make one incident",
          "[sinks][pagerduty]") {
  pager p;
  CHECK(p.send("trigger", "d", "first") == "opened");
  CHECK(p.send("trigger", "d", "second") == "appended");
  CHECK(p.send("trigger", "e") == "opened");
  const auto all = p.incidents();
  REQUIRE(all.size() == 2);
  CHECK(all[0]
        == json{{"dedup_key", "d"},
                {"state", "triggered"},
                {"triggers", 2},
                {"resolves", 0},
                {"summary", "first"},
                {"severity", "error"}});
}

TEST_CASE("a resolve closes the incident, and the next trigger opens another",
          "[sinks][pagerduty]") {
  pager p;
  p.send("trigger", "d");
  CHECK(p.send("acknowledge", "d") == "acknowledged");
  CHECK(p.incidents()[0]["state"] == "acknowledged");
  CHECK(p.send("trigger", "d") == "appended");
  CHECK(p.send("resolve", "d") == "resolved");
  CHECK(p.incidents()[0]["state"] == "resolved");
  CHECK(p.incidents()[0]["resolves"] == 1);
  CHECK(p.send("trigger", "d") == "opened");
  CHECK(p.incidents().size() == 2);
}

TEST_CASE("a resolve without an open incident is dropped",
          "[sinks][pagerduty]") {
  pager p;
  CHECK(p.send("resolve", "d") == "dropped");
  CHECK(p.answer()["status"] == "success");
  p.send("trigger", "d");
  p.send("resolve", "d");
  CHECK(p.send("resolve", "d") == "dropped");
  CHECK(p.incidents()[0]["resolves"] == 1);
}

TEST_CASE("a trigger without a dedup_key opens an incident with a new one",
          "[sinks][pagerduty]") {
  pager p;
  p.send("trigger", "");
  const std::string first = p.answer()["dedup_key"];
  p.send("trigger", "");
  CHECK(p.answer()["dedup_key"] != first);
  CHECK(p.incidents().size() == 2);
  CHECK(p.send("resolve", first) == "resolved");
}

TEST_CASE("services do not share their incidents", "[sinks][pagerduty]") {
  pager p;
  p.send("trigger", "d");
  CHECK(p.send("trigger", "d", "s", std::string(32, 'o')) == "opened");
}

} // namespace bellwether::sinks
