#include "upstream/support/certificates.hpp"

#include "upstream/tls.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace bellwether::upstream::test {

namespace {

namespace ssl = boost::asio::ssl;

void add_extension(X509* to, int nid, const std::string& value) {
  auto* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str());
  X509_add_ext(to, extension, -1);
  X509_EXTENSION_free(extension);
}

/// A certificate for `key` without extensions and signature.
X509* blank(EVP_PKEY* key, const std::string& name, long serial) {
  constexpr long day = 24L * 60 * 60;
  auto* result = X509_new();
  X509_set_version(result, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(result), serial);
  X509_gmtime_adj(X509_getm_notBefore(result), -day);
  X509_gmtime_adj(X509_getm_notAfter(result), day);
  X509_set_pubkey(result, key);
  X509_NAME_add_entry_by_txt(
      X509_get_subject_name(result), "CN", MBSTRING_ASC,
      reinterpret_cast<const unsigned char*>(name.data()), -1, -1, 0);
  return result;
}

} // namespace

authority::authority(const std::string& name) : key_(EVP_EC_gen("P-256")) {
  certificate_ = blank(key_, name, 1);
  X509_set_issuer_name(certificate_, X509_get_subject_name(certificate_));
  add_extension(certificate_, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(certificate_, NID_key_usage, "critical,keyCertSign");
  X509_sign(certificate_, key_, EVP_sha256());
}

authority::~authority() {
  X509_free(certificate_);
  EVP_PKEY_free(key_);
}

std::unique_ptr<ssl::context> authority::server_for(
    const std::string& names) const {
  auto* key = EVP_EC_gen("P-256");
  auto* leaf = blank(key, "test server", 2);
  X509_set_issuer_name(leaf, X509_get_subject_name(certificate_));
  add_extension(leaf, NID_subject_alt_name, names);
  X509_sign(leaf, key_, EVP_sha256());
  auto result = std::make_unique<ssl::context>(ssl::context::tls_server);
  SSL_CTX_use_certificate(result->native_handle(), leaf);
  SSL_CTX_use_PrivateKey(result->native_handle(), key);
  X509_free(leaf);
  EVP_PKEY_free(key);
  return result;
}

std::string authority::pem() const {
  auto* out = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(out, certificate_);
  char* data = nullptr;
  const auto size = BIO_get_mem_data(out, &data);
  std::string result(data, static_cast<std::size_t>(size));
  BIO_free(out);
  return result;
}

authority& trusted_authority() {
  static authority one("trusted authority");
  static const bool ready = [] {
    const auto file = std::filesystem::temp_directory_path()
                      / ("bellwether-test-ca-" + std::to_string(::getpid()));
    std::ofstream(file) << one.pem();
    ::setenv("SSL_CERT_FILE", file.c_str(), 1);
    client_tls();
    std::filesystem::remove(file);
    return true;
  }();
  static_cast<void>(ready);
  return one;
}

} // namespace bellwether::upstream::test
