#include "alerts/raw_server.hpp"

#include <array>
#include <chrono>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace bellwether::alerts {

namespace {

/// A test that hangs must fail before the runner ends it.
constexpr int longest_ms = 20'000;

std::uint16_t bind_any(int listener) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(address);
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener, plain, length) != 0 || ::listen(listener, 1) != 0
      || ::getsockname(listener, plain, &length) != 0)
    return 0;
  return ntohs(address.sin_port);
}

/// Whether there is something to read, or the client has left.
bool readable(int socket, int wait_ms) {
  pollfd what{socket, POLLIN, 0};
  return ::poll(&what, 1, wait_ms) == 1;
}

std::size_t body_length(const std::string& head) {
  const std::string name = "Content-Length: ";
  const auto at = head.find(name);
  return at == head.npos ? 0 : std::stoul(head.substr(at + name.size()));
}

bool is_whole(const std::string& request) {
  const auto end = request.find("\r\n\r\n");
  return end != request.npos
         && request.size() >= end + 4 + body_length(request.substr(0, end));
}

/// False: the client has left.
bool read_more(int client, std::string& to) {
  std::array<char, 4'096> bytes{};
  if (!readable(client, longest_ms))
    return false;
  const auto got = ::recv(client, bytes.data(), bytes.size(), 0);
  if (got <= 0)
    return false;
  to.append(bytes.data(), static_cast<std::size_t>(got));
  return true;
}

} // namespace

raw_server::raw_server(std::string answer, then what)
    : answer_{std::move(answer)},
      then_{what},
      listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)},
      asked_{::eventfd(0, EFD_CLOEXEC)},
      port_{bind_any(listener_)},
      thread_{[this] {
        serve();
      }} {}

raw_server::~raw_server() {
  stop();
  ::close(asked_);
}

std::string raw_server::url(const std::string& target) const {
  return "http://127.0.0.1:" + std::to_string(port_) + target;
}

void raw_server::wait_for_request() const {
  readable(asked_, longest_ms);
}

std::string raw_server::request() {
  stop();
  return request_;
}

std::size_t raw_server::written() {
  stop();
  return written_;
}

void raw_server::stop() {
  if (!thread_.joinable())
    return;
  ::shutdown(listener_, SHUT_RDWR); // nobody else is let in
  thread_.join();
  ::close(listener_);
}

void raw_server::serve() {
  const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (client < 0)
    return;
  while (!is_whole(request_) && read_more(client, request_)) {
  }
  ::eventfd_write(asked_, 1);
  write(client, answer_);
  go_on(client);
  ::close(client);
}

void raw_server::go_on(int client) {
  constexpr int between_bytes_ms = 20;
  switch (then_) {
    case then::close:
      return;
    case then::reset: {
      const linger at_once{1, 0};
      ::setsockopt(client, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
      return;
    }
    case then::hang:
      readable(client, longest_ms);
      return;
    case then::flood: {
      const std::string much(std::size_t{64} * 1024, 'x');
      for (auto before = written_ + 1; before != written_;) {
        before = written_;
        write(client, much);
      }
      return;
    }
    case then::drip:
      for (int i = 0; i < longest_ms / between_bytes_ms; ++i) {
        if (readable(client, between_bytes_ms))
          return;
        write(client, "x");
      }
  }
}

void raw_server::write(int client, const std::string& bytes) {
  const auto sent = ::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (sent > 0)
    written_ += static_cast<std::size_t>(sent);
}

} // namespace bellwether::alerts
