#pragma once

#include "integration/harness/answer.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace bellwether::integration {

/// A connection whose every byte the test decides. Each wait ends after
/// `patience`.
class raw_client {
public:
  using milliseconds = std::chrono::milliseconds;

  /// Connects to a port of this machine; throws if that fails.
  explicit raw_client(std::uint16_t port,
                      milliseconds patience = std::chrono::seconds{10});
  ~raw_client() { close(); }
  raw_client(const raw_client&) = delete;
  raw_client& operator=(const raw_client&) = delete;

  /// False if the peer has closed.
  bool send(std::string_view bytes) const;

  /// Reads one answer. `head_only`: it is the answer to a HEAD. Bytes of the
  /// next answer are kept for the next call.
  answer read(bool head_only = false);

  /// Reads until `text` has come. Nothing is taken away from what read()
  /// gives.
  bool read_until(std::string_view text);

  /// Whether anything, or the end, can be read within `within`.
  bool readable(milliseconds within) const;

  /// Whether the peer ends the connection; reads and drops what comes before.
  bool closed_by_peer();

  /// Ends the connection.
  void close();

  const std::string& received() const { return received_; }

private:
  bool fill();
  bool line(std::string& to);
  bool take(std::size_t size, std::string& to);
  bool read_headers(header_list& to);
  bool read_chunks(answer& to);
  bool read_to_end(std::string& to);

  int socket_ = -1;
  milliseconds patience_;
  std::string received_;
};

/// The bytes of a request with a body, or without one if `body` is "".
std::string request_text(std::string_view method, std::string_view path,
                         std::string_view body = {},
                         const header_list& headers = {});

} // namespace bellwether::integration
