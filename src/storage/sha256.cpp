#include "storage/sha256.hpp"

#include <openssl/evp.h>

#include <stdexcept>

namespace bellwether::storage {

namespace {

void check(bool good) {
  if (!good)
    throw std::runtime_error{"OpenSSL cannot take SHA-256"};
}

struct freeing {
  void operator()(EVP_MD* p) const { EVP_MD_free(p); }
  void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
};

} // namespace

struct sha256::state {
  // Fetched once: by default OpenSSL 3 looks it up for every hash.
  std::unique_ptr<EVP_MD, freeing> method{
      EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  std::unique_ptr<EVP_MD_CTX, freeing> context{EVP_MD_CTX_new()};
};

sha256::sha256() : state_{std::make_unique<state>()} {
  check(state_->method != nullptr && state_->context != nullptr
        && EVP_DigestInit_ex2(state_->context.get(), state_->method.get(),
                              nullptr)
               == 1);
}

sha256::~sha256() = default;
sha256::sha256(sha256&&) noexcept = default;
sha256& sha256::operator=(sha256&&) noexcept = default;

std::array<unsigned char, 32> sha256::of(std::string_view first,
                                         std::string_view second) {
  auto* context = state_->context.get();
  std::array<unsigned char, 32> out{};
  check(EVP_DigestInit_ex2(context, nullptr, nullptr) == 1
        && EVP_DigestUpdate(context, first.data(), first.size()) == 1
        && EVP_DigestUpdate(context, second.data(), second.size()) == 1
        && EVP_DigestFinal_ex(context, out.data(), nullptr) == 1);
  return out;
}

} // namespace bellwether::storage
