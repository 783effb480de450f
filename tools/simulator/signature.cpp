#include "simulator/signature.hpp"

#include "simulator/hash.hpp"

namespace bellwether::simulator {

std::string sign(std::uint64_t seed, std::string_view text) {
  const auto h = hash_text(mix(~seed), text);
  return hex16(h) + hex16(mix(h));
}

std::string opaque_signature(std::uint64_t seed, std::uint64_t nonce) {
  const auto body = hex16(mix(nonce));
  return body + sign(seed, body);
}

bool is_opaque_signature(std::uint64_t seed, std::string_view signature) {
  constexpr std::size_t digits = 16;
  return signature.size() > digits
         && signature.substr(digits) == sign(seed, signature.substr(0, digits));
}

} // namespace bellwether::simulator
