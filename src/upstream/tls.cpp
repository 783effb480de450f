#include "upstream/tls.hpp"

#include <boost/asio/ip/address.hpp>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>

namespace bellwether::upstream {

namespace {

namespace ssl = boost::asio::ssl;

int slot_index() {
  static const int index =
      SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

/// OpenSSL's new-session callback; 1 says that the reference was taken over.
int keep_session(SSL* tls, SSL_SESSION* session) {
  auto* slot = static_cast<session_slot*>(SSL_get_ex_data(tls, slot_index()));
  if (slot == nullptr)
    return 0;
  slot->keep(session);
  return 1;
}

ssl::context make_client_tls() {
  constexpr std::array<unsigned char, 9> http1{8,   'h', 't', 't', 'p',
                                               '/', '1', '.', '1'};
  ssl::context result(ssl::context::tls_client);
  auto* native = result.native_handle();
  boost::system::error_code ignored;
  // Without a store every handshake fails and says so.
  result.set_default_verify_paths(ignored);
  result.set_verify_mode(ssl::verify_peer, ignored);
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_alpn_protos(native, http1.data(), http1.size());
  SSL_CTX_set_session_cache_mode(
      native, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(native, keep_session);
  return result;
}

} // namespace

ssl::context& client_tls() {
  static ssl::context context = make_client_tls();
  return context;
}

session_slot::~session_slot() {
  SSL_SESSION_free(last_);
}

void session_slot::keep(SSL_SESSION* s) {
  SSL_SESSION_free(last_);
  last_ = s;
}

bool prepare_handshake(SSL* tls, const std::string& host, session_slot& slot) {
  boost::system::error_code not_an_address;
  boost::asio::ip::make_address(host, not_an_address);
  auto* checks = SSL_get0_param(tls);
  bool ok = SSL_set_ex_data(tls, slot_index(), &slot) == 1;
  if (not_an_address) {
    X509_VERIFY_PARAM_set_hostflags(checks,
                                    X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    ok = ok && SSL_set1_host(tls, host.c_str()) == 1
         && SSL_ctrl(tls, SSL_CTRL_SET_TLSEXT_HOSTNAME,
                     TLSEXT_NAMETYPE_host_name, const_cast<char*>(host.c_str()))
                == 1;
  } else {
    ok = ok && X509_VERIFY_PARAM_set1_ip_asc(checks, host.c_str()) == 1;
  }
  if (slot.last() != nullptr && SSL_SESSION_is_resumable(slot.last()) == 1)
    SSL_set_session(tls, slot.last());
  return ok;
}

std::string verify_error(const SSL* tls) {
  const long result = SSL_get_verify_result(tls);
  return result == X509_V_OK ? "" : X509_verify_cert_error_string(result);
}

} // namespace bellwether::upstream
