#include "storage/state_dir.hpp"

#include "settings/text_file.hpp"
#include "storage/text_limits.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <stdexcept>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace bellwether::storage {

namespace fs = std::filesystem;

namespace {

constexpr mode_t owner_only_folder = S_IRWXU;
constexpr mode_t owner_only_file = S_IRUSR | S_IWUSR;

/// The sentence for the operator: which path, what is wrong, what to do.
[[noreturn]] void fail(const fs::path& path, const std::string& what) {
  throw std::runtime_error{path.string() + " " + what};
}

std::string reason(int error) {
  return std::generic_category().message(error);
}

/// An open file. Not inherited by programs that are started.
class file {
public:
  file(const fs::path& path, int flags)
      : number_{::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW,
                       owner_only_file)} {}
  ~file() {
    if (number_ >= 0)
      ::close(number_);
  }
  file(const file&) = delete;
  file& operator=(const file&) = delete;

  bool is_open() const { return number_ >= 0; }
  int number() const { return number_; }
  int release() { return std::exchange(number_, -1); }

private:
  int number_;
};

fs::path without_trailing_slash(const fs::path& folder) {
  const auto out = folder.lexically_normal();
  return out.has_filename() ? out : out.parent_path();
}

void make_folder(const fs::path& folder) {
  constexpr auto* remedy =
      "; create it for this user or name another "
      "state_dir";
  std::error_code error;
  if (folder.has_parent_path())
    fs::create_directories(folder.parent_path(), error);
  if (error)
    fail(folder, "cannot be created: " + error.message() + remedy);
  if (::mkdir(folder.c_str(), owner_only_folder) == 0)
    return;
  const int why = errno;
  if (why != EEXIST)
    fail(folder, "cannot be created: " + reason(why) + remedy);
  if (!fs::is_directory(folder, error))
    fail(folder, "is no folder; name another state_dir");
}

/// Who holds the lock, as " (process 123)", or "" if it does not say.
std::string holder(const file& lock) {
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
void write_holder(const file& lock) {
  const std::string process = std::to_string(::getpid()) + "\n";
  [[maybe_unused]] const bool written =
      ::ftruncate(lock.number(), 0) == 0
      && ::pwrite(lock.number(), process.data(), process.size(), 0) > 0;
}

/// The descriptor that holds the folder's lock.
int lock_folder(const fs::path& folder) {
  file lock{folder / "lock", O_RDWR | O_CREAT};
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

bool write_all(const file& to, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(to.number(), text.data(), text.size());
    if (written >= 0)
      text.remove_prefix(static_cast<std::size_t>(written));
    else if (errno != EINTR)
      return false;
  }
  return true;
}

} // namespace

state_dir::state_dir(fs::path folder)
    : folder_{without_trailing_slash(folder)} {
  make_folder(folder_);
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
  const auto path = folder_ / name;
  auto fresh = path;
  fresh += ".new";
  const auto check = [&](bool good) {
    if (good)
      return;
    const int why = errno;
    ::unlink(fresh.c_str());
    fail(path, "cannot be written: " + reason(why));
  };
  ::unlink(fresh.c_str()); // of a predecessor that was killed meanwhile
  {
    const file to{fresh, O_WRONLY | O_CREAT | O_EXCL};
    check(to.is_open() && write_all(to, text) && ::fsync(to.number()) == 0);
  }
  check(::rename(fresh.c_str(), path.c_str()) == 0);
}

} // namespace bellwether::storage
