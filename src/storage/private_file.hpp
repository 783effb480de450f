#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace bellwether::storage {

/// Throws std::runtime_error: the path and what is wrong with it.
[[noreturn]] void fail(const std::filesystem::path& path,
                       const std::string& what);

/// What the system calls an error number.
std::string reason(int error);

/// An open file, which is for its owner only if this made it. Never behind a
/// link; not inherited by programs that are started.
class private_file {
public:
  /// `flags` as for open(2). is_open() and errno tell how it went.
  private_file(const std::filesystem::path& path, int flags);
  ~private_file();
  private_file(const private_file&) = delete;
  private_file& operator=(const private_file&) = delete;

  bool is_open() const { return number_ >= 0; }
  int number() const { return number_; }

  /// The descriptor, which is the caller's to close now.
  int release();

private:
  int number_;
};

/// Makes the folder, for its owner only, if it is not there. Throws
/// std::runtime_error with a sentence for the operator.
void make_private_folder(const std::filesystem::path& folder);

/// Replaces a file in one step: after a crash it is whole, old or new. By one
/// thread of one process at a time. Throws std::runtime_error with a sentence
/// for the operator.
void replace_file(const std::filesystem::path& path, std::string_view text);

} // namespace bellwether::storage
