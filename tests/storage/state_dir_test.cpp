#include "storage/state_dir.hpp"

#include "integration/harness/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace bellwether::storage {

namespace fs = std::filesystem;
using Catch::Contains;
using integration::temporary_folder;

namespace {

fs::perms permissions(const fs::path& path) {
  return fs::status(path).permissions();
}

void put(const fs::path& path, const std::string& text) {
  std::ofstream{path, std::ios::binary} << text;
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator{folder})
    out.push_back(entry.path().filename().string());
  std::sort(out.begin(), out.end());
  return out;
}

// The sentence for the operator, or "" if the folder can be had.
std::string refusal(const fs::path& folder) {
  try {
    const state_dir state{folder};
    return "";
  } catch (const std::runtime_error& why) {
    return why.what();
  }
}

} // namespace

TEST_CASE("a state folder and what is in it is for its owner only",
          "[storage][state_dir]") {
  const temporary_folder root;
  const auto folder = root / "parent/state";
  const state_dir state{folder};
  state.write("memory.json", "{}");
  CHECK(permissions(folder) == fs::perms::owner_all);
  const auto own_file = fs::perms::owner_read | fs::perms::owner_write;
  CHECK(permissions(folder / "memory.json") == own_file);
  CHECK(permissions(folder / "lock") == own_file);
  CHECK(permissions(root / "parent") != fs::perms::owner_all);
}

TEST_CASE("a slash at its end makes no other folder", "[storage][state_dir]") {
  const temporary_folder root;
  const state_dir state{(root / "state").string() + "/"};
  CHECK(state.folder() == root / "state");
  CHECK(permissions(root / "state") == fs::perms::owner_all);
}

TEST_CASE("a folder that is there keeps its permissions",
          "[storage][state_dir]") {
  const temporary_folder root;
  const auto folder = root / "state";
  fs::create_directory(folder);
  fs::permissions(folder, fs::perms::owner_all | fs::perms::group_read);
  const state_dir state{folder};
  CHECK(permissions(folder) == (fs::perms::owner_all | fs::perms::group_read));
}

TEST_CASE("one daemon at a time has a state folder", "[storage][state_dir]") {
  const temporary_folder root;
  {
    const state_dir holder{root.path()};
    const auto why = refusal(root.path());
    CHECK_THAT(why,
               Contains(root.path().string() + " is in use by another daemon")
                   && Contains("(process " + std::to_string(::getpid()) + ")")
                   && Contains("another state_dir"));
  }
  CHECK(refusal(root.path()).empty());
}

TEST_CASE("whoever had the folder before is not named",
          "[storage][state_dir]") {
  const temporary_folder root;
  put(root / "lock", "12345678901234567890\n");
  const state_dir holder{root.path()};
  CHECK_THAT(refusal(root.path()),
             Contains("(process " + std::to_string(::getpid()) + ")"));
}

TEST_CASE("a path that is no folder is refused", "[storage][state_dir]") {
  const temporary_folder root;
  put(root / "file", "kept");
  CHECK_THAT(refusal(root / "file"),
             Contains((root / "file").string()) && Contains("is no folder"));
  CHECK_THAT(refusal(root / "file/state"),
             Contains((root / "file/state").string())
                 && Contains("cannot be created")
                 && Contains("another state_dir"));
  CHECK(fs::file_size(root / "file") == 4);
}

TEST_CASE("a lock that is no file of ours is refused", "[storage][state_dir]") {
  const temporary_folder root;
  put(root / "precious", "kept");
  fs::create_symlink(root / "precious", root / "lock");
  CHECK_THAT(refusal(root.path()), Contains("cannot be written to"));
  CHECK(fs::file_size(root / "precious") == 4);
}

TEST_CASE("what is written is read again", "[storage][state_dir]") {
  const temporary_folder root;
  const state_dir state{root.path()};
  CHECK(state.read("memory.json").empty());
  const std::string text("a\0b\n\xff", 5);
  state.write("memory.json", text);
  CHECK(state.read("memory.json") == text);
  state.write("memory.json", "");
  CHECK(state.read("memory.json").empty());
}

TEST_CASE("a write replaces the file in one step", "[storage][state_dir]") {
  const temporary_folder root;
  const state_dir state{root.path()};
  const std::string old_text(300'000, 'o');
  const std::string new_text(200'000, 'n');
  state.write("memory.json", old_text);
  std::ifstream reader{root / "memory.json", std::ios::binary};
  state.write("memory.json", new_text);
  const std::string seen{std::istreambuf_iterator<char>{reader}, {}};
  CHECK(seen == old_text);
  CHECK(state.read("memory.json") == new_text);
  CHECK(names_in(root.path())
        == std::vector<std::string>{"lock", "memory.json"});
}

TEST_CASE("what a killed daemon left half written does no harm",
          "[storage][state_dir]") {
  const temporary_folder root;
  put(root / "precious", "kept");
  fs::create_symlink(root / "precious", root / "memory.json.new");
  const state_dir state{root.path()};
  state.write("memory.json", "whole");
  CHECK(state.read("memory.json") == "whole");
  CHECK(fs::file_size(root / "precious") == 4);
  CHECK_FALSE(fs::exists(fs::symlink_status(root / "memory.json.new")));
}

TEST_CASE("a write that fails says so and leaves nothing behind",
          "[storage][state_dir]") {
  const temporary_folder root;
  const state_dir state{root.path()};
  fs::create_directory(root / "memory.json");
  CHECK_THROWS_WITH(state.write("memory.json", "text"),
                    Contains((root / "memory.json").string())
                        && Contains("cannot be written"));
  CHECK(names_in(root.path())
        == std::vector<std::string>{"lock", "memory.json"});
}

TEST_CASE("only regular files are read", "[storage][state_dir]") {
  const temporary_folder root;
  const state_dir state{root.path()};
  const auto name = root / "memory.json";
  SECTION("no folder") {
    fs::create_directory(name);
  }
  SECTION("no pipe") {
    REQUIRE(::mkfifo(name.c_str(), S_IRWXU) == 0);
  }
  SECTION("no socket or device") {
    fs::create_symlink("/dev/zero", name);
  }
  CHECK_THROWS_WITH(state.read("memory.json"),
                    Contains(name.string()) && Contains("no regular file"));
}

TEST_CASE("files of more than 64 MiB are not read", "[storage][state_dir]") {
  const temporary_folder root;
  const state_dir state{root.path()};
  put(root / "memory.json", "");
  fs::resize_file(root / "memory.json", std::size_t{64} << 20U);
  CHECK(state.read("memory.json").size() == std::size_t{64} << 20U);
  fs::resize_file(root / "memory.json", (std::size_t{64} << 20U) + 1);
  CHECK_THROWS_WITH(state.read("memory.json"), Contains("larger than"));
}

} // namespace bellwether::storage
