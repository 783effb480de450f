#include "integration/harness/eventually.hpp"
#include "integration/harness/raw_client.hpp"
#include "sinks/caller.hpp"
#include "sinks/stage.hpp"

#include <catch2/catch.hpp>

#include <cerrno>
#include <memory>

namespace bellwether::sinks {

namespace {

const json text{{"text", "a"}};
const std::string path = "/slack/a";

std::string wire_text() {
  return integration::request_text("POST", path, text.dump());
}

void order(const stage& s, const json& what) {
  auto whole = what;
  whole["path"] = path;
  REQUIRE(s.post("/_fault", whole).status == 200);
}

void clear(const stage& s) {
  REQUIRE(integration::request(s.port(), "DELETE", "/_fault").status == 200);
}

} // namespace

TEST_CASE("a status comes as often as was ordered, for that path only",
          "[sinks][faults]") {
  const stage s;
  order(s, {{"fault", "status"},
            {"status", 503},
            {"count", 2},
            {"retry_after", 7},
            {"body", "no_service"}});
  const auto first = s.post(path, text);
  CHECK(first.status == 503);
  CHECK(first.header("retry-after") == "7");
  CHECK(first.body == "no_service");
  CHECK(s.last()["fault"] == "status");
  CHECK(s.last()["status"] == 503);
  CHECK(s.post("/slack/b", text).status == 200);
  CHECK(s.post(path, text).status == 503);
  CHECK(s.post(path, text).status == 200);
  CHECK(s.last()["fault"] == nullptr);
}

TEST_CASE("orders for a path are carried out in turn, until they are cleared",
          "[sinks][faults]") {
  const stage s;
  order(s, {{"fault", "status"}, {"status", 500}, {"count", 1}});
  order(s, {{"fault", "status"}, {"status", 404}});
  CHECK(s.post(path, text).status == 500);
  CHECK(s.post(path, text).status == 404);
  CHECK(s.post(path, text).status == 404);
  clear(s);
  CHECK(s.post(path, text).status == 200);
}

TEST_CASE("a message is taken before a fault only if that was ordered",
          "[sinks][faults]") {
  const stage s;
  order(s, {{"fault", "status"}, {"count", 1}});
  CHECK(s.post(path, text).status == 500);
  CHECK(s.last()["accepted"] == false);
  order(s, {{"fault", "status"}, {"count", 1}, {"accept", true}});
  CHECK(s.post(path, text).status == 500);
  CHECK(s.last()["accepted"] == true);
  CHECK(s.post(path, text).status == 429); // it has had its message
}

TEST_CASE("a redirect leads to where nothing is", "[sinks][faults]") {
  const stage s;
  order(s, {{"fault", "redirect"}, {"count", 1}});
  const auto answer = s.post(path, text);
  CHECK(answer.status == 302);
  CHECK(answer.header("location") == "/elsewhere");
  order(s, {{"fault", "redirect"}, {"status", 307}, {"location", "/slack/b"}});
  CHECK(s.post(path, text).status == 307);
  CHECK(s.post(path, text).header("location") == "/slack/b");
}

TEST_CASE("a reset ends the connection without a byte", "[sinks][faults]") {
  const stage s;
  order(s, {{"fault", "reset"}, {"accept", true}});
  caller client{s.port()};
  client.send(wire_text());
  CHECK(client.line().empty());
  CHECK(s.last()["accepted"] == true);
  CHECK(s.last()["status"] == 0);
  caller another{s.port()};
  another.send(wire_text());
  CHECK(another.end() == ECONNRESET);
}

TEST_CASE("a hanging sink lets others be served, and can be stopped",
          "[sinks][faults]") {
  auto s = std::make_unique<stage>();
  order(*s, {{"fault", "hang"}});
  integration::raw_client client{s->port()};
  client.send(wire_text());
  CHECK(integration::eventually([&] { return s->received().size() == 1; }));
  CHECK_FALSE(client.readable(std::chrono::milliseconds{50}));
  CHECK(s->post("/slack/b", text).status == 200);
  const integration::stopwatch clock;
  s.reset();
  CHECK(clock.milliseconds() < 2000);
  CHECK(client.closed_by_peer());
}

TEST_CASE("a slow sink answers properly, after a while", "[sinks][faults]") {
  const stage s;
  order(s, {{"fault", "slow"}, {"delay_ms", 80}, {"count", 1}});
  const integration::stopwatch clock;
  CHECK(s.post(path, text).body == "ok");
  CHECK(clock.milliseconds() >= 80);
  CHECK(s.last()["accepted"] == true);
}

TEST_CASE("a dripping sink answers byte by byte", "[sinks][faults]") {
  const stage s;
  order(s, {{"fault", "drip"}, {"delay_ms", 1}});
  const integration::stopwatch clock;
  const auto answer = s.post(path, text);
  CHECK(answer.status == 200);
  CHECK(answer.body == "ok");
  // The head alone has more bytes.
  CHECK(clock.milliseconds() >= 60);
}

TEST_CASE("orders that make no sense are refused", "[sinks][faults]") {
  const stage s;
  const auto status = [&](const json& what) {
    return s.post("/_fault", what).status;
  };
  CHECK(status({{"path", path}, {"fault", "hang"}}) == 200);
  CHECK(status({{"path", path}, {"fault", "boom"}}) == 400);
  CHECK(status({{"fault", "hang"}}) == 400);
  CHECK(status({{"path", path}, {"fault", "hang"}, {"count", 0}}) == 400);
  CHECK(status({{"path", path}, {"fault", "hang"}, {"count", -1}}) == 400);
  CHECK(status({{"path", path}, {"fault", "hang"}, {"status", 99}}) == 400);
  CHECK(status({{"path", path}, {"fault", "hang"}, {"accept", 1}}) == 400);
  CHECK(status({{"path", path}, {"fault", "hang"}, {"often", 1}}) == 400);
  CHECK(s.post("/_fault", std::string{"hang"}).status == 400);
  CHECK(s.post("/_nothing", text).status == 404);
}

} // namespace bellwether::sinks
