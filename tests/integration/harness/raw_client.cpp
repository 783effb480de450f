#include "integration/harness/raw_client.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace bellwether::integration {

namespace {

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return text;
}

template <class Number>
Number number(std::string_view text, int base) {
  Number out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out, base);
  return out;
}

} // namespace

raw_client::raw_client(std::uint16_t port, milliseconds patience)
    : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)},
      patience_{patience} {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int yes = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  sockaddr address{};
  std::memcpy(&address, &to, sizeof address);
  if (::connect(socket_, &address, sizeof to) != 0) {
    close();
    throw std::runtime_error{"cannot connect to port " + std::to_string(port)};
  }
}

bool raw_client::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0)
      return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool raw_client::readable(milliseconds within) const {
  pollfd wanted{socket_, POLLIN, 0};
  return ::poll(&wanted, 1, static_cast<int>(within.count())) > 0;
}

bool raw_client::fill() {
  std::array<char, 65536> part{};
  if (!readable(patience_))
    return false;
  const auto got = ::recv(socket_, part.data(), part.size(), 0);
  if (got <= 0)
    return false;
  received_.append(part.data(), static_cast<std::size_t>(got));
  return true;
}

bool raw_client::read_until(std::string_view text) {
  while (received_.find(text) == std::string::npos)
    if (!fill())
      return false;
  return true;
}

bool raw_client::closed_by_peer() {
  const auto end = std::chrono::steady_clock::now() + patience_;
  while (fill())
    if (std::chrono::steady_clock::now() > end)
      return false;
  // The end of the data, or the end of our patience.
  std::array<char, 1> byte{};
  return ::recv(socket_, byte.data(), 1, MSG_DONTWAIT) == 0
         || (errno != EAGAIN && errno != EWOULDBLOCK);
}

void raw_client::close() {
  if (socket_ >= 0)
    ::close(std::exchange(socket_, -1));
}

bool raw_client::line(std::string& to) {
  if (!read_until("\r\n"))
    return false;
  const auto end = received_.find("\r\n");
  to = received_.substr(0, end);
  received_.erase(0, end + 2);
  return true;
}

bool raw_client::take(std::size_t size, std::string& to) {
  while (received_.size() < size)
    if (!fill()) {
      to += std::exchange(received_, {});
      return false;
    }
  to.append(received_, 0, size);
  received_.erase(0, size);
  return true;
}

bool raw_client::read_headers(header_list& to) {
  for (std::string text; line(text);) {
    if (text.empty())
      return true;
    const auto colon = std::min(text.find(':'), text.size());
    const auto value = text.find_first_not_of(' ', colon + 1);
    to.emplace_back(lower(text.substr(0, colon)),
                    value == std::string::npos ? "" : text.substr(value));
  }
  return false;
}

bool raw_client::read_chunks(answer& to) {
  for (std::string text; line(text);) {
    const auto size = number<std::size_t>(text, 16);
    if (size == 0)
      return read_headers(to.trailers);
    std::string end;
    if (!take(size, to.body) || !take(2, end))
      return false;
  }
  return false;
}

bool raw_client::read_to_end(std::string& to) {
  while (fill())
    continue;
  to = std::exchange(received_, {});
  return true;
}

answer raw_client::read(bool head_only) {
  answer out;
  std::string status_line;
  if (!line(status_line) || !status_line.starts_with("HTTP/1."))
    return out;
  out.status = number<int>(std::string_view{status_line}.substr(9), 10);
  if (!read_headers(out.headers))
    return out;
  if (head_only || out.status < 200 || out.status == 204)
    out.whole = true;
  else if (out.header("transfer-encoding") == "chunked")
    out.whole = read_chunks(out);
  else if (out.has("content-length"))
    out.whole =
        take(number<std::size_t>(out.header("content-length"), 10), out.body);
  else
    out.whole = read_to_end(out.body);
  return out;
}

std::string request_text(std::string_view method, std::string_view path,
                         std::string_view body, const header_list& headers) {
  std::string out{method};
  out.append(" ").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
  for (const auto& [name, value] : headers)
    out.append(name).append(": ").append(value).append("\r\n");
  if (!body.empty())
    out += "Content-Type: application/json\r\nContent-Length: "
           + std::to_string(body.size()) + "\r\n";
  return out.append("\r\n").append(body);
}

} // namespace bellwether::integration
