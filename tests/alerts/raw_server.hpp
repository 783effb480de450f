#pragma once

#include <cstdint>
#include <string>
#include <thread>

namespace bellwether::alerts {

/// A server on a port of 127.0.0.1 that takes one request, writes bytes and
/// then does something else than a good server.
class raw_server {
public:
  enum class then : std::uint8_t {
    close,
    reset, ///< ends the connection hard
    hang,  ///< says no more until the client leaves
    flood, ///< writes as much as the client takes
    drip,  ///< writes a byte now and then
  };

  raw_server(std::string answer, then what);
  ~raw_server();
  raw_server(const raw_server&) = delete;
  raw_server& operator=(const raw_server&) = delete;

  std::string url(const std::string& target = "/") const;

  /// Returns once the whole request is there.
  void wait_for_request() const;

  /// What was asked, once the client has left; "" if nobody came.
  std::string request();

  /// How many bytes the client took.
  std::size_t written();

private:
  void serve();
  void go_on(int client);
  void write(int client, const std::string& bytes);
  void stop();

  std::string answer_;
  then then_;
  int listener_;
  int asked_; ///< an eventfd
  std::uint16_t port_;
  std::string request_;
  std::size_t written_ = 0;
  std::thread thread_;
};

} // namespace bellwether::alerts
