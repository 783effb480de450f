#include "storage/private_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <stdexcept>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace bellwether::storage {

namespace fs = std::filesystem;

namespace {

constexpr mode_t owner_only_folder = S_IRWXU;
constexpr mode_t owner_only_file = S_IRUSR | S_IWUSR;

bool write_all(const private_file& to, std::string_view text) {
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

void fail(const fs::path& path, const std::string& what) {
  throw std::runtime_error{path.string() + " " + what};
}

std::string reason(int error) {
  return std::generic_category().message(error);
}

private_file::private_file(const fs::path& path, int flags)
    : number_{::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW,
                     owner_only_file)} {}

private_file::~private_file() {
  if (number_ >= 0)
    ::close(number_);
}

int private_file::release() {
  return std::exchange(number_, -1);
}

void make_private_folder(const fs::path& folder) {
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

void replace_file(const fs::path& path, std::string_view text) {
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
    const private_file to{fresh, O_WRONLY | O_CREAT | O_EXCL};
    check(to.is_open() && write_all(to, text) && ::fsync(to.number()) == 0);
  }
  check(::rename(fresh.c_str(), path.c_str()) == 0);
}

} // namespace bellwether::storage
