#pragma once

#include "domain/caller_key.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bellwether::storage {

inline constexpr const char* key_file_name = "keys.json";

/// A new secret: "bw-" and 43 characters, 256 bits of chance.
std::string make_secret();

/// SHA-256, 64 hexadecimal digits. Secrets are random, so no salt is needed.
std::string hash_secret(std::string_view secret);

/// The keys in the text of a key file, or a sentence what is wrong with it.
/// "" is no key at all. Never throws; any bytes may come.
std::variant<std::vector<domain::caller_key>, std::string> read_keys(
    std::string_view text);
std::string write_keys(const std::vector<domain::caller_key>& keys);

/// Changes the key file in the folder under a lock, in one step, readable for
/// its owner only; several programs may do so at once. `change` returns a
/// sentence why nothing is changed, or "". Returns that, or what went wrong.
std::string change_keys(
    const std::filesystem::path& folder,
    const std::function<std::string(std::vector<domain::caller_key>&)>& change);

} // namespace bellwether::storage
