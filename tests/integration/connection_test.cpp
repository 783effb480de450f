// How the data plane treats connections: order, reuse, limits, patience.
#include "integration/harness/eventually.hpp"
#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>

#include <memory>

namespace bellwether::integration {

namespace {

std::string chat_request(const std::string& id, const json& more = {}) {
  json body = chat_body("gpt-4.1");
  if (more.is_object())
    body.merge_patch(more);
  return request_text("POST", "/v1/chat/completions", body.dump(),
                      {{"x-request-id", id}});
}

/// Sends a byte every now and then until there is an answer.
answer drip(raw_client& client, std::string_view bytes) {
  constexpr std::chrono::milliseconds between{40};
  for (const char& byte : bytes)
    if (client.readable(between) || !client.send({&byte, 1}))
      break;
  return client.read();
}

} // namespace

TEST_CASE("a connection serves one request after the other",
          "[integration][http]") {
  const stage at;
  raw_client client{at.daemon.port()};
  for (const auto* id : {"first", "second", "third"}) {
    client.send(chat_request(id));
    const auto got = client.read();
    CHECK(got.status == 200);
    CHECK(got.header("x-request-id") == id);
    CHECK(got.header("connection").empty());
  }
}

TEST_CASE("pipelined requests are answered in order", "[integration][http]") {
  const stage at;
  at.sim.behave("openai", {{"latency_ms", 60}});
  raw_client client{at.daemon.port()};
  client.send(chat_request("one") + request_text("GET", "/healthz", {}, {})
              + chat_request("three"));
  CHECK(client.read().header("x-request-id") == "one");
  CHECK(client.read().json()["status"] == "ok");
  CHECK(client.read().header("x-request-id") == "three");
}

TEST_CASE("a request that is pipelined behind a stream waits for its end",
          "[integration][http]") {
  const stage at;
  at.sim.behave("openai", {{"tokens", 20}, {"chunk_interval_ms", 5}});
  raw_client client{at.daemon.port()};
  client.send(chat_request("stream", {{"stream", true}})
              + chat_request("plain"));
  const auto first = client.read();
  CHECK(first.header("x-request-id") == "stream");
  CHECK(first.whole);
  CHECK(first.done());
  const auto second = client.read();
  CHECK(second.header("x-request-id") == "plain");
  CHECK(second.status == 200);
}

TEST_CASE("an HTTP/1.0 caller gets an answer and the end of the connection",
          "[integration][http]") {
  const stage at;
  raw_client client{at.daemon.port()};
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  const auto body = chat_body("gpt-4.1", {{"stream", stream}}).dump();
  client.send("POST /v1/chat/completions HTTP/1.0\r\nContent-Length: "
              + std::to_string(body.size()) + "\r\n\r\n" + body);
  const auto got = client.read();
  CHECK(got.status == 200);
  CHECK_FALSE(got.has("transfer-encoding"));
  CHECK(got.header("connection") == "close");
  CHECK(client.closed_by_peer());
  if (stream)
    CHECK(got.done());
  else
    CHECK(got.json()["object"] == "chat.completion");
}

TEST_CASE("Connection: close is honoured", "[integration][http]") {
  const stage at;
  raw_client client{at.daemon.port()};
  client.send(request_text("GET", "/healthz", {}, {{"Connection", "close"}}));
  const auto got = client.read();
  CHECK(got.status == 200);
  CHECK(got.header("connection") == "close");
  CHECK(client.closed_by_peer());
}

TEST_CASE("a head that does not come to its end in time is given up",
          "[integration][http]") {
  const stage at{json{{"limits", {{"header_timeout_ms", 300}}}}};
  raw_client client{at.daemon.port()};
  const stopwatch since;
  const auto got =
      drip(client, "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nX: yyyyy");
  CHECK(got.status == 408);
  CHECK(got.error("code") == "request_timeout");
  CHECK(client.closed_by_peer());
  CHECK(since.milliseconds() >= 300);
  CHECK(since.milliseconds() < 4000);
}

TEST_CASE("a body that does not come in time is given up",
          "[integration][http]") {
  const stage at{json{{"limits", {{"body_timeout_ms", 300}}}}};
  raw_client client{at.daemon.port()};
  const stopwatch since;
  client.send(
      "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n"
      "Content-Length: 1000\r\n\r\n");
  const auto got = drip(client, std::string(30, ' '));
  CHECK(got.status == 408);
  CHECK(client.closed_by_peer());
  CHECK(since.milliseconds() < 4000);
}

TEST_CASE("an idle connection is closed", "[integration][http]") {
  const stage at{json{{"limits", {{"idle_timeout_ms", 200}}}}};
  raw_client client{at.daemon.port()};
  client.send(request_text("GET", "/healthz"));
  CHECK(client.read().status == 200);
  const stopwatch since;
  CHECK(client.closed_by_peer());
  CHECK(since.milliseconds() < 4000);

  const raw_client silent{at.daemon.port()};
  CHECK(silent.readable(std::chrono::seconds{4}));
}

TEST_CASE("connections above the limit are turned away until one is free",
          "[integration][http]") {
  const stage at{json{{"limits", {{"max_connections", 2}}}}};
  raw_client one{at.daemon.port()};
  raw_client two{at.daemon.port()};
  for (auto* client : {&one, &two}) {
    client->send(request_text("GET", "/healthz"));
    CHECK(client->read().status == 200);
  }
  raw_client three{at.daemon.port()};
  three.send(request_text("GET", "/healthz"));
  const auto got = three.read();
  CHECK(got.status == 503);
  CHECK(got.error("code") == "too_many_connections");
  CHECK(got.has("retry-after"));
  CHECK(three.closed_by_peer());
  one.send(request_text("GET", "/healthz"));
  CHECK(one.read().status == 200);

  two.close();
  three.close();
  CHECK(eventually(
      [&] { return get(at.daemon.port(), "/healthz").status == 200; }));
}

TEST_CASE("the control plane answers while the data plane is full",
          "[integration][http]") {
  const stage at{json{{"limits", {{"max_connections", 1}}}}};
  raw_client one{at.daemon.port()};
  one.send(request_text("GET", "/healthz"));
  CHECK(one.read().status == 200);
  CHECK(at.daemon.health()["providers"].size() == 4);
}

TEST_CASE("Expect: 100-continue is answered before the body is sent",
          "[integration][http]") {
  const stage at;
  raw_client client{at.daemon.port()};
  const auto body = chat_body("gpt-4.1").dump();
  client.send(
      "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n"
      "Expect: 100-continue\r\nContent-Length: "
      + std::to_string(body.size()) + "\r\n\r\n");
  CHECK(client.read().status == 100);
  client.send(body);
  CHECK(client.read().status == 200);
}

TEST_CASE("any other Expect is refused", "[integration][http]") {
  const stage at;
  raw_client client{at.daemon.port()};
  client.send(
      "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n"
      "Expect: 200-ok\r\nContent-Length: 10\r\n\r\n");
  const auto got = client.read();
  CHECK(got.status == 417);
  CHECK(client.closed_by_peer());
}

TEST_CASE("a caller's deadline ends a call that hangs in time",
          "[integration][http]") {
  const stage at;
  at.sim.fail("hang_before_headers");
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  const stopwatch since;
  const auto got = at.post("/v1/chat/completions",
                           chat_body("gpt-4.1", {{"stream", stream}}),
                           {{"x-bellwether-timeout-ms", "300"}});
  CHECK(got.status == 504);
  CHECK(got.error("code") == "deadline_exceeded");
  CHECK(since.milliseconds() >= 290);
  CHECK(since.milliseconds() < 2000);
}

TEST_CASE("a deadline that is no number of milliseconds is a 400",
          "[integration][http]") {
  const stage at;
  const auto* value = GENERATE("soon", "0", "-5", "3600001", "1.5", "10 ");
  CAPTURE(value);
  raw_client client{at.daemon.port()};
  client.send(request_text("POST", "/v1/chat/completions",
                           chat_body("gpt-4.1").dump(),
                           {{"x-bellwether-timeout-ms", value}}));
  const auto got = client.read();
  if (std::string_view{value} == "10 ")
    // Blanks around a header's value are no part of it.
    CHECK(got.status != 400);
  else
    CHECK(got.status == 400);
}

} // namespace bellwether::integration
