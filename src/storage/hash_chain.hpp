#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace bellwether::storage {

using digest = std::array<unsigned char, 32>;

/// "3f2a...": 64 hexadecimal digits.
std::string to_hex(const digest& d);

/// Hashes that each cover all before: h(i) = SHA-256(h(i-1) + bytes(i)), from a
/// hash of zeros. Whoever changes a row must change all after it.
class hash_chain {
public:
  explicit hash_chain(const digest& from = {});
  ~hash_chain();
  hash_chain(hash_chain&&) noexcept;
  hash_chain& operator=(hash_chain&&) noexcept;

  /// The hash of the next link, which is the newest then.
  const digest& add(std::string_view bytes);

  const digest& newest() const { return newest_; }

private:
  struct context;
  std::unique_ptr<context> context_;
  digest newest_;
};

} // namespace bellwether::storage
