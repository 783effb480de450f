#pragma once

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace bellwether::upstream {

/// The one TLS context of the process: system trust store (or SSL_CERT_FILE
/// and SSL_CERT_DIR), TLS 1.2 and later, peers verified, HTTP/1.1 by ALPN.
/// Loading the store costs 40 ms, so it is made when first used. Thread-safe.
boost::asio::ssl::context& client_tls();

/// The last session that an origin gave out, for a short handshake next time.
/// Belongs to one I/O thread; must outlive the connections that it is given.
class session_slot {
public:
  session_slot() = default;
  ~session_slot();
  session_slot(const session_slot&) = delete;
  session_slot& operator=(const session_slot&) = delete;

  /// Takes over one reference to `s`.
  void keep(SSL_SESSION* s);

  SSL_SESSION* last() const { return last_; }

private:
  SSL_SESSION* last_ = nullptr;
};

/// Readies a connection of client_tls() for its handshake with `host`: SNI
/// for names, the certificate must be `host`'s, the last session is offered.
/// False if OpenSSL refuses.
bool prepare_handshake(SSL* tls, const std::string& host, session_slot& slot);

/// Why the peer's certificate was refused, "" if it was not.
std::string verify_error(const SSL* tls);

} // namespace bellwether::upstream
