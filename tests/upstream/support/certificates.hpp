#pragma once

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace bellwether::upstream::test {

/// A certificate authority made for one test run.
class authority {
public:
  explicit authority(const std::string& name);
  ~authority();
  authority(const authority&) = delete;
  authority& operator=(const authority&) = delete;

  /// A server's context with a certificate for `names`, as in
  /// "DNS:a.test,IP:127.0.0.1".
  std::unique_ptr<boost::asio::ssl::context> server_for(
      const std::string& names) const;

  /// The authority's own certificate.
  std::string pem() const;

private:
  X509* certificate_ = nullptr;
  EVP_PKEY* key_;
};

/// The authority that client_tls() of this process trusts: must be asked for
/// before the first TLS connection is made.
authority& trusted_authority();

} // namespace bellwether::upstream::test
