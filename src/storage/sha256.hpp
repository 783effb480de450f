#pragma once

#include <array>
#include <memory>
#include <string_view>

namespace bellwether::storage {

/// Takes SHA-256 of many things in turn: what that needs is set up once. One
/// thread at a time. Throws std::runtime_error if OpenSSL refuses.
class sha256 {
public:
  sha256();
  ~sha256();
  sha256(sha256&&) noexcept;
  sha256& operator=(sha256&&) noexcept;

  /// Of the one, and the other behind it.
  std::array<unsigned char, 32> of(std::string_view first,
                                   std::string_view second = {});

private:
  struct state;
  std::unique_ptr<state> state_;
};

} // namespace bellwether::storage
