#include "alerts/http_post.hpp"
#include "alerts/raw_server.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <future>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace bellwether::alerts {

namespace {

using namespace std::chrono_literals;

post_limits limits() {
  post_limits out;
  out.allow_private = true;
  out.timeout = 60s; // far above what the test may take
  return out;
}

parcel parcel_to(const std::string& url) {
  return {url, "{}", {{"Content-Type", "application/json"}}};
}

/// A port whose queue is full: whoever connects to it waits.
class deaf_port {
public:
  deaf_port() {
    socklen_t length = sizeof(address_);
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    REQUIRE(::bind(listener_, plain(), length) == 0);
    ::listen(listener_, 0);
    ::getsockname(listener_, plain(), &length);
    for (int i = 0; i < 4; ++i) {
      waiting_.push_back(
          ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
      static_cast<void>(::connect(waiting_.back(), plain(), length));
    }
  }
  ~deaf_port() {
    for (const int each : waiting_)
      ::close(each);
    ::close(listener_);
  }
  deaf_port(const deaf_port&) = delete;
  deaf_port& operator=(const deaf_port&) = delete;

  std::string url() const {
    return "http://127.0.0.1:" + std::to_string(ntohs(address_.sin_port));
  }

private:
  sockaddr* plain() { return reinterpret_cast<sockaddr*>(&address_); }

  sockaddr_in address_{};
  int listener_ = -1;
  std::vector<int> waiting_;
};

} // namespace

TEST_CASE("stop ends a post that waits for its answer", "[alerts][http_post]") {
  const auto begin = GENERATE(as<std::string>{}, "", "HTTP/1.1 ",
                              "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
  raw_server server{begin, raw_server::then::hang};
  http_post post{limits()};
  auto sent = std::async(std::launch::async,
                         [&] { return post.send(parcel_to(server.url())); });
  server.wait_for_request();
  post.stop();
  REQUIRE(sent.wait_for(10s) == std::future_status::ready);
  CHECK_FALSE(sent.get().problem.empty());
}

TEST_CASE("a post that was stopped says why", "[alerts][http_post]") {
  raw_server server{"", raw_server::then::hang};
  http_post post{limits()};
  auto sent = std::async(std::launch::async,
                         [&] { return post.send(parcel_to(server.url())); });
  server.wait_for_request();
  post.stop();
  CHECK(sent.get().problem == "the daemon stops");
}

TEST_CASE("stop ends a post that cannot connect, and does not wait for it",
          "[alerts][http_post]") {
  const deaf_port port;
  http_post post{limits()};
  auto sent = std::async(std::launch::async,
                         [&] { return post.send(parcel_to(port.url())); });
  const bool connecting = sent.wait_for(50ms) != std::future_status::ready;
  const auto began = std::chrono::steady_clock::now();
  post.stop();
  CHECK(std::chrono::steady_clock::now() - began < 5s);
  CHECK(sent.wait_for(10s) == std::future_status::ready);
  CHECK(connecting);
  CHECK(sent.get().problem == "the daemon stops");
}

TEST_CASE("a post that is stopped while it begins ends too",
          "[alerts][http_post]") {
  for (int i = 0; i < 20; ++i) {
    raw_server server{"", raw_server::then::hang};
    http_post post{limits()};
    auto sent = std::async(std::launch::async,
                           [&] { return post.send(parcel_to(server.url())); });
    post.stop();
    REQUIRE(sent.wait_for(10s) == std::future_status::ready);
    CHECK(sent.get().problem == "the daemon stops");
  }
}

TEST_CASE("after stop nothing is sent", "[alerts][http_post]") {
  raw_server server{"", raw_server::then::close};
  http_post post{limits()};
  post.stop();
  CHECK(post.send(parcel_to(server.url())).problem == "the daemon stops");
  CHECK(server.request().empty());
}

} // namespace bellwether::alerts
