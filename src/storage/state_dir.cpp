#include "storage/state_dir.hpp"

#include "settings/text_file.hpp"
#include "storage/private_file.hpp"
#include "storage/text_limits.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace bellwether::storage {

namespace fs = std::filesystem;

namespace {

fs::path without_trailing_slash(const fs::path& folder) {
  const auto out = folder.lexically_normal();
  return out.has_filename() ? out : out.parent_path();
}

/// Who holds the lock, as " (process 123)", or "" if it does not say.
std::string holder(const private_file& lock) {
  std::array<char, 16> digits{};
  const auto got = ::pread(lock.number(), digits.data(), digits.size(), 0);
  std::string process;
  for (ssize_t i = 0; i < got; ++i)
    if (const char c = digits.at(static_cast<std::size_t>(i));
        c >= '0' && c <= '9')
      process += c;
  return process.empty() ? "" : " (process " + process + ")";
}

/// The process number is for the message only: the lock holds without it.
void write_holder(const private_file& lock) {
  const std::string process = std::to_string(::getpid()) + "\n";
  [[maybe_unused]] const bool written =
      ::ftruncate(lock.number(), 0) == 0
      && ::pwrite(lock.number(), process.data(), process.size(), 0) > 0;
}

/// The descriptor that holds the folder's lock.
int lock_folder(const fs::path& folder) {
  private_file lock{folder / "lock", O_RDWR | O_CREAT};
  if (!lock.is_open())
    fail(folder, "cannot be written to: " + reason(errno)
                     + "; give it to this user or name another state_dir");
  if (::flock(lock.number(), LOCK_EX | LOCK_NB) != 0) {
    const int why = errno;
    if (why == EWOULDBLOCK)
      fail(folder, "is in use by another daemon" + holder(lock)
                       + "; give this one another state_dir");
    fail(folder, "cannot be locked: " + reason(why)
                     + "; name a state_dir on a local disk");
  }
  write_holder(lock);
  return lock.release();
}

} // namespace

state_dir::state_dir(fs::path folder)
    : folder_{without_trailing_slash(folder)} {
  make_private_folder(folder_);
  lock_ = lock_folder(folder_);
}

state_dir::~state_dir() {
  ::close(lock_);
}

std::string state_dir::read(std::string_view name) const {
  const auto path = folder_ / name;
  std::error_code error;
  if (fs::symlink_status(path, error).type() == fs::file_type::not_found)
    return "";
  auto read = settings::read_text_file(path.string(), most_text);
  if (const auto* why = std::get_if<settings::file_error>(&read))
    fail(path, why->why + "; remove it or name another state_dir");
  auto& text = std::get<std::string>(read);
  text.shrink_to_fit();
  return std::move(text);
}

void state_dir::write(std::string_view name, std::string_view text) const {
  replace_file(folder_ / name, text);
}

} // namespace bellwether::storage
