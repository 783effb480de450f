#pragma once

#include <string>
#include <string_view>

namespace bellwether::http {

/// SHA-256 as 64 hexadecimal digits, as the key file has it. Throws
/// std::runtime_error if OpenSSL refuses.
std::string hash_of(std::string_view secret);

} // namespace bellwether::http
