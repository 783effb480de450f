#include "http/gateway/secret_hash.hpp"

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace bellwether::http {

namespace {

struct freeing {
  void operator()(EVP_MD* p) const { EVP_MD_free(p); }
};

/// Fetched once: by default OpenSSL 3 looks it up for every hash.
const EVP_MD* sha256() {
  static const std::unique_ptr<EVP_MD, freeing> method{
      EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  return method.get();
}

} // namespace

std::string hash_of(std::string_view secret) {
  std::array<unsigned char, 32> bytes{};
  const auto* method = sha256();
  if (method == nullptr
      || EVP_Digest(secret.data(), secret.size(), bytes.data(), nullptr, method,
                    nullptr)
             != 1)
    throw std::runtime_error{"OpenSSL cannot take SHA-256"};
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(2 * bytes.size());
  for (const auto byte : bytes) {
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

} // namespace bellwether::http
