#include "alerts/signature.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace bellwether::alerts {

namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// The bytes that base64 text stands for; "" if it is none.
std::string decoded(std::string_view text) {
  std::string out(text.size(), '\0');
  const int length =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      bytes_of(text), static_cast<int>(text.size()));
  if (length < 0)
    return {};
  auto size = static_cast<std::size_t>(length);
  // The library counts what padding stands for as bytes.
  for (auto rest = text; rest.ends_with('=') && size > 0; --size)
    rest.remove_suffix(1);
  out.resize(size);
  return out;
}

std::string hmac(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned length = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(text),
       text.size(), out.data(), &length);
  return {reinterpret_cast<const char*>(out.data()), length};
}

} // namespace

std::string base64(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      bytes_of(bytes), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

std::string sign(const std::vector<std::string>& secrets, std::string_view id,
                 std::int64_t seconds, std::string_view body) {
  constexpr std::string_view prefix = "whsec_";
  auto signed_text = std::string{id} + "." + std::to_string(seconds) + ".";
  signed_text += body;
  std::string out;
  for (std::string_view secret : secrets) {
    if (secret.starts_with(prefix))
      secret.remove_prefix(prefix.size());
    const auto key = decoded(secret);
    if (!key.empty()) // anybody could sign with an empty one
      out += (out.empty() ? "v1," : " v1,") + base64(hmac(key, signed_text));
  }
  return out;
}

} // namespace bellwether::alerts
