#include "integration/harness/temporary_folder.hpp"
#include "storage/journal.hpp"
#include "storage/journal_support.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <stdexcept>
#include <sys/resource.h>
#include <unistd.h>

namespace bellwether::storage {

namespace fs = std::filesystem;
using Catch::Contains;
using integration::temporary_folder;

namespace {

// Files may not grow above so many bytes while this lives.
class file_size_limit {
public:
  explicit file_size_limit(rlim_t bytes)
      : handler_{std::signal(SIGXFSZ, SIG_IGN)} {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit now{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &now);
  }
  ~file_size_limit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  file_size_limit(const file_size_limit&) = delete;
  file_size_limit& operator=(const file_size_limit&) = delete;

private:
  rlimit before_{};
  void (*handler_)(int);
};

std::string refusal(const fs::path& folder) {
  try {
    const journal j{folder, {page, 4}};
    return "";
  } catch (const std::runtime_error& why) {
    return why.what();
  }
}

} // namespace

TEST_CASE("a record that is larger than a segment is refused",
          "[storage][journal]") {
  const temporary_folder root;
  journal j{root.path(), {page, 4}};
  CHECK(append_next(j) == 1);
  CHECK(j.append(std::string(page, 'x')) == 0);
  CHECK(j.append(std::string(10 * page, 'x')) == 0);
  CHECK(j.append(std::string(page - 40, 'x')) == 0);
  CHECK(j.refused() == 3);
  CHECK(append_next(j) == 2);
  CHECK(files_in(root.path()).size() == 1);
  CHECK(are_right(read_all(j), 1));
}

TEST_CASE("a disk without space refuses records and harms none",
          "[storage][journal]") {
  const temporary_folder root;
  std::uint64_t full = 0;
  {
    journal j{root.path(), {page, 64}};
    append_next(j);
    {
      const file_size_limit none{page / 2};
      fill(j);
      full = j.last();
      j.read_after(0, 1);
    }
    CHECK(full > 5);
    CHECK(full < 50);
    CHECK(j.refused() == 1);
    CHECK(files_in(root.path()).size() == 1);
    CHECK(are_right(read_all(j), 1));
    j.read_after(full, 1); // the reader asks the disk again
    CHECK(append_next(j) == full + 1);
  }
  const journal again{root.path(), {page, 64}};
  CHECK(again.damaged() == 0);
  const auto all = read_all(again);
  CHECK(all.size() == full + 1);
  CHECK(are_right(all, 1));
}

TEST_CASE("a folder that cannot be used is named", "[storage][journal]") {
  const temporary_folder root;
  put_text(root / "file", "kept");
  CHECK_THAT(refusal(root / "file"),
             Contains((root / "file").string()) && Contains("is no folder"));
  CHECK_THAT(refusal(root / "file/journal"),
             Contains("cannot be created") && Contains("state_dir"));
  {
    const file_size_limit none{page / 2};
    CHECK_THAT(refusal(root / "journal"),
               Contains((root / "journal/journal-1").string())
                   && Contains("gets no disk space"));
  }
  CHECK(files_in(root / "journal").empty());
  fs::create_directory(root / "journal/journal-7");
  CHECK_THAT(refusal(root / "journal"), Contains("journal-7 cannot be opened"));
}

TEST_CASE("a folder that is for reading only is named", "[storage][journal]") {
  if (::geteuid() == 0)
    return; // whom permissions do not bind
  const temporary_folder root;
  fs::permissions(root.path(), fs::perms::owner_read | fs::perms::owner_exec);
  CHECK_THAT(refusal(root.path()), Contains("journal-1 cannot be made"));
  fs::permissions(root.path(), fs::perms::owner_all);
}

} // namespace bellwether::storage
