// Single requests that are wrong, odd or large.
#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::integration {

namespace {

const std::string chat_path = "/v1/chat/completions";

answer ask_raw(const stage& at, std::string_view bytes) {
  raw_client client{at.daemon.port()};
  client.send(bytes);
  return client.read();
}

} // namespace

TEST_CASE("a body that is larger than allowed is a 413",
          "[integration][http]") {
  const stage at{json{{"limits", {{"body_bytes", 2000}}}}};
  raw_client client{at.daemon.port()};

  SECTION("by its Content-Length, before it is sent") {
    client.send(
        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n"
        "Content-Length: 2001\r\n\r\n");
  }
  SECTION("by its chunks, as they come") {
    client.send(
        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n"
        "Transfer-Encoding: chunked\r\n\r\n");
    const auto chunk = "3e8\r\n" + std::string(1000, ' ') + "\r\n";
    client.send(chunk + chunk + chunk);
  }
  const auto got = client.read();
  CHECK(got.status == 413);
  CHECK(got.error("code") == "request_too_large");
  CHECK(got.has("x-request-id"));
  CHECK(client.closed_by_peer());
  CHECK(at.sim.requests() == 0);
}

TEST_CASE("a body of the allowed size is taken", "[integration][http]") {
  const stage at{json{{"limits", {{"body_bytes", 2000}}}}};
  auto body = chat_body("gpt-4.1").dump();
  body.append(2000 - body.size(), ' ');
  CHECK(request(at.daemon.port(), "POST", chat_path, body).status == 200);
}

TEST_CASE("a chunked request body is understood", "[integration][http]") {
  const stage at;
  const auto body = chat_body("gpt-4.1").dump();
  raw_client client{at.daemon.port()};
  client.send(
      "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n"
      "Transfer-Encoding: chunked\r\n\r\n");
  for (const char& byte : body)
    client.send("1\r\n" + std::string(1, byte) + "\r\n");
  client.send("0\r\n\r\n");
  CHECK(client.read().status == 200);
  client.send(request_text("GET", "/healthz"));
  CHECK(client.read().status == 200);
}

TEST_CASE("headers that are larger than allowed are a 431",
          "[integration][http]") {
  const stage at{json{{"limits", {{"header_bytes", 2048}}}}};
  raw_client client{at.daemon.port()};
  client.send("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Filler: "
              + std::string(4096, 'a') + "\r\n\r\n");
  const auto got = client.read();
  CHECK(got.status == 431);
  CHECK(got.error("code") == "headers_too_large");
  CHECK(client.closed_by_peer());
}

TEST_CASE("the wrong method is a 405 that names the right one",
          "[integration][http]") {
  const stage at;
  const auto [method, path, allow] =
      GENERATE(table<std::string, std::string, std::string>(
          {{"GET", "/v1/chat/completions", "POST"},
           {"DELETE", "/v1/prompt", "POST"},
           {"POST", "/v1/models", "GET, HEAD"},
           {"PUT", "/v1/models/gpt-4.1", "GET, HEAD"},
           {"POST", "/healthz", "GET, HEAD"}}));
  CAPTURE(method, path);
  const auto got = ask_raw(at, request_text(method, path));
  CHECK(got.status == 405);
  CHECK(got.header("allow") == allow);
  CHECK(got.error("code") == "method_not_allowed");
}

TEST_CASE("an unknown path is a 404 in OpenAI's shape", "[integration][http]") {
  const stage at;
  const auto got = get(at.daemon.port(), "/v1/embeddingz");
  CHECK(got.status == 404);
  const auto error = got.json()["error"];
  CHECK(error["type"] == "invalid_request_error");
  CHECK(error["code"] == "unknown_url");
  CHECK(error["param"] == nullptr);
  CHECK_THAT(error["message"].get<std::string>(),
             Catch::Contains("/v1/embeddingz"));
  CHECK(got.has("x-request-id"));
}

TEST_CASE("HEAD is GET without the body", "[integration][http]") {
  const stage at;
  raw_client client{at.daemon.port()};
  client.send(request_text("HEAD", "/v1/models")
              + request_text("GET", "/v1/models"));
  const auto head = client.read(true);
  const auto whole = client.read();
  CHECK(head.status == 200);
  CHECK(whole.status == 200);
  CHECK(head.header("content-length") == std::to_string(whole.body.size()));
}

TEST_CASE("a query does not hide the path", "[integration][http]") {
  const stage at;
  CHECK(get(at.daemon.port(), "/v1/models?limit=1").status == 200);
}

TEST_CASE("what is not HTTP or says its length twice is refused",
          "[integration][http]") {
  const stage at;
  const auto* text = GENERATE(
      "nonsense\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/2.0\r\n\r\n",
      "GET /healthz HTTP/1.1\r\nBad Header: x\r\n\r\n",
      "GET /healthz HTTP/1.1\r\n: empty\r\n\r\n",
      "POST /v1/prompt HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
      "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST /v1/prompt HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
      "Content-Length: 5\r\n\r\n0\r\n\r\n",
      "POST /v1/prompt HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
      "Content-Length: 6\r\n\r\nhello!",
      "POST /v1/prompt HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
      "POST /v1/prompt HTTP/1.1\r\nHost: x\r\nContent-Length: 5x\r\n\r\n",
      "POST /v1/prompt HTTP/1.1\r\nHost: x\r\n"
      "Transfer-Encoding: chunked\r\n\r\nzz\r\n");
  CAPTURE(text);
  raw_client client{at.daemon.port()};
  client.send(text);
  const auto got = client.read();
  CHECK(got.status == 400);
  CHECK(client.closed_by_peer());
  CHECK(at.sim.requests() == 0);
  CHECK(get(at.daemon.port(), "/healthz").status == 200);
}

TEST_CASE("a body that is no chat request is a 400 in OpenAI's shape",
          "[integration][http]") {
  const stage at;
  const auto* text = GENERATE("", "{", "[]", "null", "\"text\"", "{}",
                              R"({"model":"gpt-4.1"})", R"({"messages":[]})",
                              "{\"model\":\"\xff\"}");
  CAPTURE(text);
  raw_client client{at.daemon.port()};
  client.send(
      "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n"
      "Content-Length: "
      + std::to_string(std::string_view{text}.size()) + "\r\n\r\n" + text);
  const auto got = client.read();
  CHECK(got.status == 400);
  CHECK(got.error("type") == "invalid_request_error");
  CHECK_FALSE(got.error("message").get<std::string>().empty());
  CHECK(at.sim.requests() == 0);
  client.send(request_text("GET", "/healthz"));
  CHECK(client.read().status == 200);
}

TEST_CASE("requests from web pages are refused", "[integration][http]") {
  const stage at;
  const auto got = at.post(chat_path, chat_body("gpt-4.1"),
                           {{"Origin", "https://evil.example"}});
  CHECK(got.status == 403);
  CHECK(got.error("code") == "origin_not_allowed");
  CHECK(at.sim.requests() == 0);
}

} // namespace bellwether::integration
