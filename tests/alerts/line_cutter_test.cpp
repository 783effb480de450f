#include "alerts/line_cutter.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <chrono>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bellwether::alerts {

namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

/// Two ends of a connection.
class line {
public:
  line() { ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_.data()); }
  ~line() {
    for (const int each : ends_)
      ::close(each);
  }
  line(const line&) = delete;
  line& operator=(const line&) = delete;

  int socket() const { return ends_[0]; }

  /// Whether the other end hears that it is over, in good time.
  bool ends(int wait_ms = 10'000) const {
    pollfd what{ends_[1], POLLIN, 0};
    return ::poll(&what, 1, wait_ms) == 1;
  }

private:
  std::array<int, 2> ends_{-1, -1};
};

} // namespace

TEST_CASE("a line is cut at its deadline", "[alerts][line_cutter]") {
  const line one;
  line_cutter cutter{clock::now() + 20ms};
  cutter.watch(one.socket());
  CHECK(one.ends());
}

TEST_CASE("a line is cut when that is asked for", "[alerts][line_cutter]") {
  const line one;
  line_cutter cutter{clock::now() + 1h};
  cutter.watch(one.socket());
  cutter.cut();
  CHECK(one.ends());
}

TEST_CASE("a line that is watched after the cut is cut too",
          "[alerts][line_cutter]") {
  const line one;
  const line other;
  line_cutter cutter{clock::now() + 1h};
  cutter.watch(one.socket());
  cutter.cut();
  REQUIRE(one.ends());
  cutter.watch(other.socket());
  CHECK(other.ends());
}

TEST_CASE("a line that is done before its deadline stays as it is",
          "[alerts][line_cutter]") {
  const line one;
  {
    line_cutter cutter{clock::now() + 1h};
    cutter.watch(one.socket());
  }
  CHECK_FALSE(one.ends(0));
}

} // namespace bellwether::alerts
