#include "sinks/listener.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace bellwether::sinks {

namespace {

constexpr std::size_t most_connections = 64;

/// The socket API takes all kinds of addresses through this one.
sockaddr* generic(sockaddr_in& at) {
  return static_cast<sockaddr*>(static_cast<void*>(&at));
}

int listening_socket(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(fd, generic(at), sizeof at) != 0 || ::listen(fd, SOMAXCONN) != 0) {
    const std::string why = std::strerror(errno);
    ::close(fd);
    throw std::runtime_error{
        "cannot listen on 127.0.0.1:" + std::to_string(port) + ": " + why};
  }
  return fd;
}

std::uint16_t port_of(int fd) {
  sockaddr_in at{};
  socklen_t size = sizeof at;
  ::getsockname(fd, generic(at), &size);
  return ntohs(at.sin_port);
}

} // namespace

listener::listener(std::uint16_t port, handler serve)
    : serve_{std::move(serve)},
      fd_{listening_socket(port)},
      port_{port_of(fd_)} {
  for (std::size_t i = 0; i < most_connections; ++i) {
    workers_.emplace_back([this] { work(); });
  }
}

listener::~listener() {
  {
    const std::lock_guard lock{mutex_};
    stopped_ = true;
    ::shutdown(fd_, SHUT_RDWR); // wakes all that accept
    for (const int fd : open_) {
      ::shutdown(fd, SHUT_RDWR);
    }
  }
  for (auto& worker : workers_) {
    worker.join();
  }
  ::close(fd_);
}

void listener::work() {
  for (;;) {
    const int fd = ::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd >= 0 && begin(fd)) {
      connection c{fd};
      try {
        serve_(c);
      } catch (const std::exception& e) {
        std::cerr << "bellwether-sinks: " << e.what() << '\n';
      }
      end(fd);
    } else if (fd >= 0 || errno == EINVAL || errno == EBADF) {
      return; // it stops
    }
  }
}

bool listener::begin(int fd) {
  const std::lock_guard lock{mutex_};
  if (stopped_) {
    ::close(fd);
    return false;
  }
  open_.insert(fd);
  return true;
}

void listener::end(int fd) {
  const std::lock_guard lock{mutex_};
  open_.erase(fd);
  ::close(fd); // here, lest the number be taken before it is forgotten
}

} // namespace bellwether::sinks
