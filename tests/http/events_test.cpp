// The event stream over a real socket, without a daemon behind it.
#include "http/control/control.hpp"
#include "http/control/events_text.hpp"
#include "integration/harness/eventually.hpp"

#include <catch2/catch.hpp>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace bellwether::http {

using namespace std::chrono_literals;
using nlohmann::json;

namespace {

const std::chrono::system_clock::time_point at{1767323045s + 250ms};

actors::event opened(const std::string& provider) {
  actors::event out;
  out.at = at;
  out.kind = "provider_state";
  out.provider = provider;
  out.from = "closed";
  out.to = "open";
  out.cause = "3 failures\nin a row";
  out.until = at + 5s;
  return out;
}

/// A control plane that has nothing but events.
struct plane {
  plane() {
    control_config config;
    config.listen = {"127.0.0.1", 0};
    config.events = events;
    server = std::make_unique<http::control>(config);
  }

  std::shared_ptr<actors::event_log> events =
      std::make_shared<actors::event_log>();
  std::unique_ptr<http::control> server;

  httplib::Client client() const {
    httplib::Client out{"127.0.0.1", server->port()};
    out.set_read_timeout(10s);
    return out;
  }

  json kept(const std::string& query = "") const {
    return json::parse(client().Get("/events?format=json" + query)->body);
  }
};

/// Follows the events until it has seen `enough`, or they end.
class follower {
public:
  follower(const plane& of, const std::string& path, std::string enough,
           httplib::Headers headers = {})
      : thread_{[this, client = std::make_shared<httplib::Client>(of.client()),
                 path, enough, headers] {
          const auto got =
              client->Get(path, headers, [&](const char* data, std::size_t n) {
                text += std::string{data, n};
                greeted = true;
                return text.find(enough) == std::string::npos;
              });
          ended_well = static_cast<bool>(got);
        }} {}
  ~follower() { wait(); }

  void wait() {
    if (thread_.joinable())
      thread_.join();
  }

  std::string text; ///< after wait()
  std::atomic<bool> greeted = false;
  bool ended_well = false;

private:
  std::thread thread_;
};

/// Begins to follow and leaves at once.
int status_of_follower(const plane& of) {
  int status = 0;
  of.client().Get(
      "/events", {},
      [&](const httplib::Response& head) {
        status = head.status;
        return false;
      },
      [](const char*, std::size_t) { return true; });
  return status;
}

void wait_for(const std::atomic<bool>& what) {
  while (!what)
    std::this_thread::yield();
}

} // namespace

TEST_CASE("an event is one line of data whatever its cause says",
          "[http][events]") {
  auto event = opened("a");
  event.id = 7;
  const auto text = event_text(event);
  CHECK_THAT(text, Catch::StartsWith("id: 7\nevent: provider_state\ndata: {")
                       && Catch::EndsWith("}\n\n"));
  const auto start = text.find("{");
  const auto data = json::parse(text.substr(start, text.size() - start - 2));
  CHECK(data["at"] == "2026-01-02T03:04:05.250Z");
  CHECK(data["until"] == "2026-01-02T03:04:10.250Z");
  CHECK(data["cause"] == "3 failures\nin a row");
  CHECK(data["model"] == nullptr);
}

TEST_CASE("the kept events can be read at once", "[http][events]") {
  const plane of;
  CHECK(of.kept() == json{{"newest_id", 0}, {"events", json::array()}});
  of.events->append(opened("a"));
  of.events->append(opened("b"));
  CHECK(of.kept()["newest_id"] == 2);
  CHECK(of.kept()["events"].size() == 2);
  CHECK(of.kept("&after=1")["events"][0]["provider"] == "b");
  CHECK(of.kept("&after=2")["events"].empty());
  const auto by_header =
      of.client().Get("/events", {{"Accept", "application/json"}});
  CHECK(json::parse(by_header->body)["events"].size() == 2);
}

TEST_CASE("a follower without a number gets what comes from now on",
          "[http][events]") {
  const plane of;
  of.events->append(opened("old"));
  follower one{of, "/events", "\n\nid: "};
  wait_for(one.greeted);
  of.events->append(opened("new"));
  one.wait();
  CHECK_THAT(one.text, Catch::StartsWith(": ") && Catch::Contains("id: 2\n")
                           && !Catch::Contains("\"old\""));
}

TEST_CASE("a follower goes on behind the event that it has seen last",
          "[http][events]") {
  const plane of;
  for (const auto* name : {"a", "b", "c"})
    of.events->append(opened(name));
  follower query{of, "/events?after=1", "\"c\""};
  query.wait();
  CHECK_THAT(query.text, Catch::Contains("\"b\"") && !Catch::Contains("\"a\""));
  follower header{of, "/events?after=0", "\"c\"", {{"Last-Event-ID", "2"}}};
  header.wait();
  CHECK_THAT(header.text, !Catch::Contains("\"b\""));
  follower all{of, "/events?after=0", "\"c\""};
  all.wait();
  CHECK_THAT(all.text, Catch::Contains("\"a\""));
}

TEST_CASE("a number from before a restart gets all that is kept",
          "[http][events]") {
  const plane of;
  of.events->append(opened("a"));
  follower one{of, "/events", "\"a\"", {{"Last-Event-ID", "812"}}};
  one.wait();
  CHECK_THAT(one.text, Catch::Contains("id: 1\n"));
}

TEST_CASE("what is no event's number is refused", "[http][events]") {
  const plane of;
  const auto* number = GENERATE("x", "-1", "1x", "99999999999999999999");
  CAPTURE(number);
  const auto got = of.client().Get(std::string{"/events?after="} + number);
  CHECK(got->status == 400);
  CHECK(json::parse(got->body)["error"]["param"] == "after");
}

TEST_CASE("the ninth follower is refused until one has left",
          "[http][events]") {
  const plane of;
  std::vector<std::unique_ptr<follower>> all;
  for (int i = 0; i < 8; ++i) {
    all.push_back(std::make_unique<follower>(of, "/events", "\"last\""));
    wait_for(all.back()->greeted);
  }
  const auto ninth = of.client().Get("/events");
  CHECK(ninth->status == 503);
  CHECK(json::parse(ninth->body)["error"]["code"] == "too_many_followers");
  CHECK(of.client().Get("/healthz")->status == 200);
  of.events->append(opened("last"));
  for (const auto& each : all)
    each->wait();
  CHECK(integration::eventually([&] { return status_of_follower(of) == 200; }));
}

TEST_CASE("followers do not keep the control plane from ending",
          "[http][events]") {
  plane of;
  follower one{of, "/events", "never"};
  wait_for(one.greeted);
  const bool closed = GENERATE(true, false);
  CAPTURE(closed);
  const auto start = std::chrono::steady_clock::now();
  if (closed)
    of.events->close();
  of.server.reset();
  CHECK(std::chrono::steady_clock::now() - start < 2s);
  one.wait();
}

TEST_CASE("a log that is closed ends its followers' streams whole",
          "[http][events]") {
  const plane of;
  follower one{of, "/events", "never"};
  wait_for(one.greeted);
  of.events->close();
  one.wait();
  CHECK(one.ended_well);
}

} // namespace bellwether::http
