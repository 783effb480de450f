#include "storage/key_file.hpp"

#include "settings/text_file.hpp"
#include "storage/hash_chain.hpp"
#include "storage/private_file.hpp"
#include "storage/sha256.hpp"
#include "storage/text_limits.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <stdexcept>
#include <sys/file.h>
#include <system_error>
#include <utility>

namespace bellwether::storage {

namespace fs = std::filesystem;
using domain::caller_key;

namespace {

/// Waits until other programs have done what they do.
void lock(const private_file& file, const fs::path& path) {
  if (!file.is_open())
    fail(path, "cannot be opened: " + reason(errno));
  while (::flock(file.number(), LOCK_EX) != 0)
    if (errno != EINTR)
      fail(path, "cannot be locked: " + reason(errno));
}

/// "" if there is no file.
std::string read_file(const fs::path& path) {
  std::error_code error;
  if (fs::symlink_status(path, error).type() == fs::file_type::not_found)
    return "";
  auto read = settings::read_text_file(path.string(), most_text);
  if (const auto* why = std::get_if<settings::file_error>(&read))
    fail(path, why->why);
  return std::get<std::string>(std::move(read));
}

/// The text of keys that can be read again as they are. Throws if none can.
std::string checked_text(const std::vector<caller_key>& keys) {
  auto text = write_keys(keys);
  const auto again = read_keys(text);
  if (const auto* why = std::get_if<std::string>(&again))
    throw std::runtime_error{*why};
  if (std::get<std::vector<caller_key>>(again) != keys)
    throw std::runtime_error{"a key has a text that is no UTF-8"};
  return text;
}

} // namespace

std::string make_secret() {
  std::array<unsigned char, 32> chance{};
  if (RAND_bytes(chance.data(), chance.size()) != 1)
    throw std::runtime_error{"OpenSSL has no random numbers"};
  std::array<unsigned char, 45> text{}; // 44 characters and a zero
  EVP_EncodeBlock(text.data(), chance.data(), chance.size());
  std::string out = "bw-";
  for (const unsigned char c : text)
    if (c == '+' || c == '/')
      out += c == '+' ? '-' : '_';
    else if (c != '=' && c != 0)
      out += static_cast<char>(c);
  return out;
}

std::string hash_secret(std::string_view secret) {
  thread_local sha256 hash;
  return to_hex(hash.of(secret));
}

std::string change_keys(
    const fs::path& folder,
    const std::function<std::string(std::vector<caller_key>&)>& change) {
  try {
    make_private_folder(folder);
    const auto lock_path = folder / "keys.lock";
    const private_file lock_file{lock_path, O_RDWR | O_CREAT};
    lock(lock_file, lock_path);
    auto read = read_keys(read_file(folder / key_file_name));
    if (const auto* why = std::get_if<std::string>(&read))
      return *why;
    auto& keys = std::get<std::vector<caller_key>>(read);
    if (auto why = change(keys); !why.empty())
      return why;
    replace_file(folder / key_file_name, checked_text(keys));
    return "";
  } catch (const std::exception& error) {
    return error.what();
  }
}

} // namespace bellwether::storage
