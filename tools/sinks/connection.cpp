#include "sinks/connection.hpp"

#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>

namespace bellwether::sinks {

std::string connection::receive() const {
  constexpr std::size_t most = 16UL * 1024;
  std::array<char, most> buffer{};
  ssize_t size = 0;
  do {
    size = ::recv(fd_, buffer.data(), buffer.size(), 0);
  } while (size < 0 && errno == EINTR);
  return size > 0 ? std::string{buffer.data(), static_cast<std::size_t>(size)}
                  : std::string{};
}

bool connection::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) {
      continue;
    }
    if (sent <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool connection::gone_within(std::chrono::milliseconds patience) const {
  const auto end = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      return false;
    }
    pollfd look{fd_, POLLRDHUP, 0};
    if (::poll(&look, 1, static_cast<int>(left.count())) > 0) {
      return true;
    }
  }
}

void connection::hold() const {
  constexpr std::chrono::hours long_enough{1};
  while (!gone_within(long_enough)) {
  }
}

void connection::reset_when_closed() const {
  const linger at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

} // namespace bellwether::sinks
