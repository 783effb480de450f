#include "integration/harness/ledger_trouble.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <stdexcept>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace bellwether::integration {

namespace fs = std::filesystem;

namespace {

class growth_forbidden final : public ledger_trouble {
public:
  explicit growth_forbidden(pid_t of) : of_{of} {
    const rlimit none{0, RLIM_INFINITY};
    if (::prlimit(of_, RLIMIT_FSIZE, &none, &before_) != 0)
      throw std::runtime_error{"the daemon takes no limit"};
  }
  ~growth_forbidden() override {
    ::prlimit(of_, RLIMIT_FSIZE, &before_, nullptr);
  }

private:
  pid_t of_;
  rlimit before_{};
};

class file_locked final : public ledger_trouble {
public:
  explicit file_locked(const fs::path& file)
      : by_{file.string(), SQLite::OPEN_READWRITE, 5'000} {
    by_.exec("BEGIN EXCLUSIVE");
  }

private:
  SQLite::Database by_; ///< its end rolls back
};

class disk_filled final : public ledger_trouble {
public:
  explicit disk_filled(const fs::path& folder) : file_{folder / "filler"} {
    constexpr mode_t owner_only = 0600;
    const int to =
        ::open(file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, owner_only);
    // What is left may be less than a block of any size.
    for (std::size_t size = 65'536; size > 0; size /= 2) {
      const std::vector<char> block(size, 'x');
      while (::write(to, block.data(), block.size()) > 0)
        continue;
    }
    ::close(to);
  }
  ~disk_filled() override {
    std::error_code ignored;
    fs::remove(file_, ignored);
  }

private:
  fs::path file_;
};

/// Root writes to any file, but not to one that is mounted for reading.
class mounted_for_reading final : public ledger_trouble {
public:
  explicit mounted_for_reading(fs::path file) : file_{std::move(file)} {
    const auto* name = file_.c_str();
    if (::mount(name, name, nullptr, MS_BIND, nullptr) != 0)
      return;
    mounted_ = true;
    is_ = ::mount(nullptr, name, nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY,
                  nullptr)
          == 0;
  }
  ~mounted_for_reading() override {
    if (mounted_)
      ::umount2(file_.c_str(), MNT_DETACH);
  }

  bool is() const { return is_; }

private:
  fs::path file_;
  bool mounted_ = false;
  bool is_ = false;
};

class permission_taken final : public ledger_trouble {
public:
  explicit permission_taken(fs::path file) : file_{std::move(file)} {
    ::chmod(file_.c_str(), S_IRUSR);
  }
  ~permission_taken() override { ::chmod(file_.c_str(), S_IRUSR | S_IWUSR); }

private:
  fs::path file_;
};

} // namespace

std::unique_ptr<ledger_trouble> forbid_growth(const daemon_under_test& of) {
  return std::make_unique<growth_forbidden>(of.ready().at("pid").get<pid_t>());
}

std::unique_ptr<ledger_trouble> lock_ledger(const fs::path& file) {
  return std::make_unique<file_locked>(file);
}

std::unique_ptr<ledger_trouble> fill_disk(const fs::path& folder) {
  return std::make_unique<disk_filled>(folder);
}

std::unique_ptr<ledger_trouble> make_read_only(const fs::path& file,
                                               std::string& why) {
  if (::geteuid() != 0)
    return std::make_unique<permission_taken>(file);
  auto out = std::make_unique<mounted_for_reading>(file);
  if (out->is())
    return out;
  why = std::string{"a file cannot be mounted for reading here: "}
        + std::strerror(errno);
  return nullptr;
}

small_disk::small_disk(std::size_t bytes) {
  const auto size = "size=" + std::to_string(bytes);
  if (::mount("tmpfs", path().c_str(), "tmpfs", 0, size.c_str()) != 0)
    problem_ =
        std::string{"no disk can be mounted here: "} + std::strerror(errno);
}

small_disk::~small_disk() {
  if (problem_.empty())
    ::umount2(path().c_str(), MNT_DETACH);
}

} // namespace bellwether::integration
