#include "load/report.hpp"
#include "load/run.hpp"
#include "load/stream_reader.hpp"
#include "load/target.hpp"
#include "simulator/running_simulator.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::simulator::test;
namespace load = bellwether::load;
using nlohmann::json;

namespace {

load::options against(const running_simulator& sim) {
  load::options o;
  o.url = "http://127.0.0.1:" + std::to_string(sim.port());
  o.duration = std::chrono::milliseconds{200};
  o.timeout = std::chrono::milliseconds{500};
  o.count = 1000;
  return o;
}

} // namespace

TEST_CASE("load goes to this machine only", "[load]") {
  CHECK_THROWS_WITH(load::parse_target("http://192.0.2.1/v1"),
                    Catch::Contains("loopback"));
  CHECK_THROWS_WITH(load::parse_target("http://api.example.com/v1"),
                    Catch::Contains("loopback"));
  CHECK_THROWS(load::parse_target("https://127.0.0.1/"));
  const auto to = load::parse_target("http://127.0.0.1:8080/v1/");
  CHECK(to.path == "/v1/chat/completions");
  CHECK(to.address.port() == 8080);
  CHECK(load::parse_target("http://[::1]:99").address.address().is_v6());
}

TEST_CASE("responses are read whatever way they are cut into pieces",
          "[load]") {
  const std::string chunked =
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"
      "X-Bellwether-Provider: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n";
  for (std::size_t cut = 0; cut <= chunked.size(); ++cut) {
    load::response_reader r;
    std::string body;
    CHECK(r.feed(std::string_view{chunked}.substr(0, cut), body));
    CHECK(r.feed(std::string_view{chunked}.substr(cut), body));
    CHECK(r.done());
    CHECK(r.status() == 200);
    CHECK(r.provider() == "a");
    CHECK(body == "abc0123456789");
  }
}

TEST_CASE("what is no response is noticed", "[load]") {
  const auto* bytes =
      GENERATE("garbage\r\n", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nno colon\r\n",
               "HTTP/1.1 200 OK\r\nContent-Length: x\r\n",
               "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc",
               "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc");
  load::response_reader r;
  std::string body;
  const bool good = r.feed(bytes, body) && r.close();
  CHECK_FALSE(good);
}

TEST_CASE("content chunks, errors and the end of a stream are told apart",
          "[load]") {
  load::stream_reader r;
  CHECK(r.feed("data: {\"choices\":[{\"delta\":{\"content\":\"\"}}]}\n\n")
        == 0);
  CHECK(r.feed("data: {\"choices\":[{\"delta\":{\"cont") == 0);
  CHECK(r.feed("ent\": \"hi \\\"error\\\": no\"}}]}\n\n: comment\n") == 1);
  CHECK_FALSE(r.done());
  r.feed("data: [DONE]\n\n");
  CHECK(r.done());
  CHECK_FALSE(r.failed());
  r.feed("data: {\"error\":{\"message\":\"x\"}}\n\n");
  CHECK(r.failed());
}

TEST_CASE("a closed loop counts its successes", "[load]") {
  const running_simulator sim;
  auto o = against(sim);
  o.connections = 3;
  o.count = 50;
  o.duration = std::chrono::seconds{5};
  o.stream_share = 0.5;
  auto r = load::make_load(o);
  const auto out = json::parse(load::report_json(r));
  CHECK(out["sent"] >= 50);
  CHECK(out["failed"] == 0);
  CHECK(out["status"]["200"] == out["sent"]);
  CHECK(out["latency_us"]["p50"] > 0);
  CHECK(out["streams"]["done"] == out["streams"]["count"]);
  const auto stats = sim.admin("GET", "/stats").json()["providers"]["openai"];
  CHECK(stats["requests"] == out["sent"]);
  CHECK(stats["accepted_connections"] == 3);
}

TEST_CASE(
    "an open loop keeps its rate when answers are slow, and counts the "
    "waiting",
    "[load]") {
  const running_simulator sim;
  sim.behave({{"latency_ms", 50}});
  auto o = against(sim);
  o.how = load::mode::open_loop;
  o.rate = 100;
  SECTION("with connections enough") {
    o.connections = 50;
    auto r = load::make_load(o);
    CHECK(r.results.sent == 20);
    CHECK(r.results.succeeded == 20);
  }
  SECTION("with one connection, the last request has waited for all others") {
    o.connections = 1;
    o.timeout = std::chrono::seconds{5};
    auto r = load::make_load(o);
    CHECK(r.results.succeeded == 20);
    CHECK(load::quantiles_of(r.results.latencies).max > 20 * 50'000 - 200'000);
  }
}

TEST_CASE("failures are counted by reason", "[load]") {
  struct failure {
    json fault;
    const char* reason;
    bool stream;
  };
  const auto f = GENERATE(values<failure>({
      {{{"kind", "status"}, {"status", 503}}, "status 503", false},
      {"invalid_json_200", "body is not JSON", false},
      {"error_in_200", "error in a good answer", false},
      {"empty_200", "empty body", false},
      {"garbage", "the answer is not HTTP", false},
      {"hang_before_headers", "timeout", false},
      {"no_done", "the stream ended without [DONE]", true},
      {"error_in_stream", "error in the stream", true},
      {"cut", "in the answer: End of file", true},
      {"refuse", "connect: Connection refused", false},
  }));
  const running_simulator sim;
  sim.behave({{"fault", f.fault}});
  auto o = against(sim);
  o.count = 2;
  o.duration = std::chrono::seconds{5};
  o.timeout = std::chrono::milliseconds{100};
  o.stream_share = f.stream ? 1 : 0;
  const auto r = load::make_load(o);
  CHECK(r.results.sent == 2);
  CHECK(r.results.succeeded == 0);
  REQUIRE(r.results.failures.size() == 1);
  CHECK(r.results.failures.begin()->first == f.reason);
}

TEST_CASE("a connection that was closed while idle is no failure", "[load]") {
  const running_simulator sim;
  sim.behave({{"fault", "close_after_response"}});
  auto o = against(sim);
  o.count = 5;
  const auto r = load::make_load(o);
  CHECK(r.results.succeeded == 5);
  CHECK(r.results.reconnects > 0);
}

TEST_CASE("streams are measured chunk by chunk", "[load]") {
  const running_simulator sim;
  sim.behave({{"tokens", 10}, {"chunk_interval_ms", 10}});
  auto o = against(sim);
  o.how = load::mode::streams;
  o.streams = 20;
  o.stream_share = 1;
  o.chunks = 10;
  o.interval = std::chrono::milliseconds{10};
  auto r = load::make_load(o);
  CHECK(r.results.succeeded == 20);
  CHECK(r.results.content_chunks == 200);
  CHECK(r.results.first_chunks.size() == 20);
  CHECK(r.results.lateness.size() == 180);
  CHECK(r.took.count() >= 0.09);
  o.chunks = 11;
  CHECK(load::make_load(o).results.succeeded == 0);
}
