#pragma once

#include <string>

namespace bellwether::http {

/// A secret that was hashed, so that it need not be hashed again: whoever uses
/// a connection mostly sends the same one.
struct hashed_secret {
  std::string secret;
  std::string hash; ///< SHA-256 of it, 64 hexadecimal digits
};

} // namespace bellwether::http
