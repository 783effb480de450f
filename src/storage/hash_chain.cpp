#include "storage/hash_chain.hpp"

#include "storage/sha256.hpp"

namespace bellwether::storage {

std::string to_hex(const digest& d) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(2 * d.size());
  for (const unsigned byte : d) {
    out += digits[byte >> 4U];
    out += digits[byte & 0xFU];
  }
  return out;
}

struct hash_chain::context {
  sha256 hash;
};

hash_chain::hash_chain(const digest& from)
    : context_{std::make_unique<context>()}, newest_{from} {}

hash_chain::~hash_chain() = default;
hash_chain::hash_chain(hash_chain&&) noexcept = default;
hash_chain& hash_chain::operator=(hash_chain&&) noexcept = default;

const digest& hash_chain::add(std::string_view bytes) {
  const std::string_view before{reinterpret_cast<const char*>(newest_.data()),
                                newest_.size()};
  newest_ = context_->hash.of(before, bytes);
  return newest_;
}

} // namespace bellwether::storage
