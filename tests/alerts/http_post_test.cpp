#include "alerts/http_post.hpp"

#include "alerts/raw_server.hpp"

#include <catch2/catch.hpp>
#include <spdlog/fmt/chrono.h>

#include <chrono>
#include <string>

namespace bellwether::alerts {

namespace {

using namespace std::chrono_literals;
using then = raw_server::then;
using clock = std::chrono::steady_clock;

/// What is over before this was ended; what hangs takes far longer.
constexpr auto soon = 5s;
constexpr auto short_timeout = 150ms;
/// Nothing that ends well takes as long.
constexpr auto long_timeout = 15s;

post_limits limits(std::chrono::milliseconds timeout = long_timeout) {
  post_limits out;
  out.allow_private = true;
  out.timeout = timeout;
  return out;
}

parcel parcel_to(const std::string& url) {
  return {url,
          R"({"a":1})",
          {{"Content-Type", "application/json"}, {"webhook-id", "msg_1"}}};
}

std::string answer_with(const std::string& status, const std::string& headers,
                        const std::string& body) {
  return "HTTP/1.1 " + status + "\r\n" + headers
         + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string http_date(std::chrono::seconds from_now) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(
                         std::chrono::system_clock::now() + from_now)));
}

} // namespace

TEST_CASE("a parcel is posted as it is and answered", "[alerts][http_post]") {
  raw_server server{answer_with("200 OK", "", "ok"), then::close};
  const auto out =
      http_post{limits()}.send(parcel_to(server.url("/a/b?c=d%2Fe&f=g")));
  CHECK(out.status == 200);
  CHECK(out.body == "ok");
  CHECK(out.problem.empty());
  CHECK_FALSE(out.retry_after);
  const auto asked = server.request();
  CAPTURE(asked);
  CHECK(asked.starts_with("POST /a/b?c=d%2Fe&f=g HTTP/1.1\r\n"));
  CHECK(
      asked.ends_with("\r\n\r\n"
                      R"({"a":1})"));
  CHECK(asked.find("Host: 127.0.0.1:") != std::string::npos);
  CHECK(asked.find("webhook-id: msg_1\r\n") != std::string::npos);
  CHECK(asked.find("Content-Type: application/json\r\n") != std::string::npos);
  CHECK(asked.find("Content-Length: 7\r\n") != std::string::npos);
}

TEST_CASE("an answer without a body has its status", "[alerts][http_post]") {
  raw_server server{"HTTP/1.1 204 No Content\r\nRetry-After: 3\r\n\r\n",
                    then::close};
  const auto out = http_post{limits()}.send(parcel_to(server.url()));
  CHECK(out.status == 204);
  CHECK(out.problem.empty());
  CHECK(out.retry_after == "3");
}

TEST_CASE("a refusal is handed on with its words", "[alerts][http_post]") {
  raw_server server{
      answer_with("429 Too Many Requests", "Retry-After: 30\r\n", "slow down"),
      then::close};
  const auto out = http_post{limits()}.send(parcel_to(server.url()));
  CHECK(out.status == 429);
  CHECK(out.body == "slow down");
  CHECK(out.retry_after == "30");
}

TEST_CASE("a date to come back at becomes seconds", "[alerts][http_post]") {
  raw_server server{answer_with("503 Service Unavailable",
                                "Retry-After: " + http_date(100s) + "\r\n", ""),
                    then::close};
  const auto out = http_post{limits()}.send(parcel_to(server.url()));
  REQUIRE(out.retry_after);
  const auto seconds = std::stol(*out.retry_after);
  CHECK(seconds > 60);
  CHECK(seconds <= 100);
}

TEST_CASE("a date that is over means now", "[alerts][http_post]") {
  raw_server server{
      answer_with("503 Service Unavailable",
                  "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n", ""),
      then::close};
  const auto out = http_post{limits()}.send(parcel_to(server.url()));
  CHECK(out.retry_after == "0");
}

TEST_CASE("a redirect is not followed", "[alerts][http_post]") {
  raw_server other{answer_with("200 OK", "", "ok"), then::close};
  raw_server server{
      answer_with("302 Found", "Location: " + other.url() + "\r\n", "there"),
      then::close};
  const auto out = http_post{limits()}.send(parcel_to(server.url()));
  CHECK(out.status == 302);
  CHECK(out.body == "there");
  CHECK(other.request().empty());
}

TEST_CASE("of a huge answer the beginning is read", "[alerts][http_post]") {
  raw_server server{"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n",
                    then::flood};
  const auto out = http_post{limits()}.send(parcel_to(server.url()));
  CHECK(out.status == 200);
  CHECK(out.body == std::string(std::size_t{8} * 1024, 'x'));
  CHECK(out.problem.empty());
  CHECK(server.written() < 100'000'000);
}

TEST_CASE("a sink that does not answer ends at the time-out",
          "[alerts][http_post]") {
  raw_server server{"", then::hang};
  const auto began = clock::now();
  const auto out =
      http_post{limits(short_timeout)}.send(parcel_to(server.url()));
  CHECK(clock::now() - began < soon);
  CHECK(out.status == 0);
  CHECK(out.problem == "it did not answer in time, or closed the connection");
  CHECK_FALSE(out.lasting_problem);
}

TEST_CASE("an answer that stops in its middle says so", "[alerts][http_post]") {
  const auto what = GENERATE(then::hang, then::close, then::reset);
  raw_server server{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no", what};
  const auto began = clock::now();
  const auto out =
      http_post{limits(short_timeout)}.send(parcel_to(server.url()));
  CHECK(clock::now() - began < soon);
  CHECK(out.status == 200);
  CHECK_FALSE(out.problem.empty());
}

TEST_CASE("a sink that says a byte now and then ends after some time-outs",
          "[alerts][http_post]") {
  const auto begin =
      GENERATE(as<std::string>{}, "HTTP/1.1 200 OK\r\nX-Slow: ",
               "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
  raw_server server{begin, then::drip};
  const auto began = clock::now();
  const auto out =
      http_post{limits(short_timeout)}.send(parcel_to(server.url()));
  CHECK(clock::now() - began < soon);
  CHECK_FALSE(out.problem.empty());
}

TEST_CASE("a connection that is ended hard is no answer",
          "[alerts][http_post]") {
  const auto what = GENERATE(then::reset, then::close);
  raw_server server{"", what};
  const auto out = http_post{limits()}.send(parcel_to(server.url()));
  CHECK(out.status == 0);
  CHECK_FALSE(out.problem.empty());
  CHECK_FALSE(out.lasting_problem);
}

TEST_CASE("what is not HTTP is no answer", "[alerts][http_post]") {
  raw_server server{"SSH-2.0-OpenSSH_9.2\r\n\r\n", then::close};
  const auto out = http_post{limits()}.send(parcel_to(server.url()));
  CHECK(out.status == 0);
  CHECK_FALSE(out.problem.empty());
}

TEST_CASE("a port where nobody listens cannot be reached",
          "[alerts][http_post]") {
  std::string url;
  {
    raw_server gone{"", then::close};
    url = gone.url();
  }
  const auto out = http_post{limits()}.send(parcel_to(url));
  CHECK(out.status == 0);
  CHECK(out.problem == "it cannot be reached");
}

TEST_CASE("a private address is asked nothing unless that is allowed",
          "[alerts][http_post]") {
  raw_server server{answer_with("200 OK", "", "ok"), then::close};
  auto strict = limits();
  strict.allow_private = false;
  const auto out = http_post{strict}.send(parcel_to(server.url()));
  CHECK(out.status == 0);
  CHECK(out.lasting_problem);
  CHECK(out.problem.find("allow_private_addresses") != std::string::npos);
  CHECK(server.request().empty());
}

TEST_CASE("a URL that is none is a lasting problem and is not shown",
          "[alerts][http_post]") {
  const auto url = GENERATE(as<std::string>{}, "", "hooks.example.com/SECRET",
                            "ftp://a/SECRET", "https://a:b@c/SECRET");
  const auto out = http_post{limits()}.send(parcel_to(url));
  CHECK(out.status == 0);
  CHECK(out.lasting_problem);
  CHECK(out.problem == "its URL cannot be understood");
}

TEST_CASE("one post after another works", "[alerts][http_post]") {
  http_post post{limits()};
  for (int i = 0; i < 3; ++i) {
    raw_server server{answer_with("200 OK", "", "ok"), then::close};
    CHECK(post.send(parcel_to(server.url())).status == 200);
  }
}

} // namespace bellwether::alerts
