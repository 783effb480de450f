#pragma once

#include "integration/harness/daemon_under_test.hpp"
#include "integration/harness/temporary_folder.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace bellwether::integration {

/// Something that keeps a running daemon's ledger from being written until it
/// is destroyed.
class ledger_trouble {
public:
  ledger_trouble() = default;
  virtual ~ledger_trouble() = default;
  ledger_trouble(const ledger_trouble&) = delete;
  ledger_trouble& operator=(const ledger_trouble&) = delete;
};

/// No file of the daemon may grow, as with a disk quota that is used up. The
/// daemon must have been started by a process that ignores SIGXFSZ.
std::unique_ptr<ledger_trouble> forbid_growth(const daemon_under_test& of);

/// Another program writes to the ledger and does not come to an end.
std::unique_ptr<ledger_trouble> lock_ledger(const std::filesystem::path& file);

/// Fills the file system of the folder to its last byte.
std::unique_ptr<ledger_trouble> fill_disk(const std::filesystem::path& folder);

/// A file may not be written to, whoever asks; nothing, and why it is so on
/// `why`, if that cannot be had here.
std::unique_ptr<ledger_trouble> make_read_only(
    const std::filesystem::path& file, std::string& why);

/// A disk of its own, of so many bytes.
class small_disk {
public:
  explicit small_disk(std::size_t bytes);
  ~small_disk();
  small_disk(const small_disk&) = delete;
  small_disk& operator=(const small_disk&) = delete;

  /// Why there is none; "" if there is one. Only root may mount.
  const std::string& problem() const { return problem_; }
  const std::filesystem::path& path() const { return folder_.path(); }

private:
  temporary_folder folder_;
  std::string problem_;
};

} // namespace bellwether::integration
