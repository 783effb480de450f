#include "sinks/caller.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace bellwether::sinks {

caller::caller(std::uint16_t port)
    : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
  const timeval patience{10, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* const address = static_cast<sockaddr*>(static_cast<void*>(&to));
  if (::connect(socket_, address, sizeof to) != 0) {
    ::close(socket_);
    throw std::runtime_error{"cannot connect to port " + std::to_string(port)};
  }
}

caller::~caller() {
  ::close(socket_);
}

void caller::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0)
      return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool caller::fill() {
  std::array<char, 4096> part{};
  const auto got = ::recv(socket_, part.data(), part.size(), 0);
  if (got <= 0) {
    errno = got == 0 ? 0 : errno;
    return false;
  }
  rest_.append(part.data(), static_cast<std::size_t>(got));
  return true;
}

std::string caller::line() {
  auto end = rest_.find("\r\n");
  while (end == std::string::npos) {
    if (!fill())
      return {};
    end = rest_.find("\r\n");
  }
  auto out = rest_.substr(0, end);
  rest_.erase(0, end + 2);
  return out;
}

int caller::end() {
  while (fill())
    rest_.clear();
  return errno;
}

} // namespace bellwether::sinks
