#include "storage/key_file.hpp"

#include "integration/harness/temporary_folder.hpp"
#include "storage/any_key.hpp"
#include "storage/journal_support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <rapidcheck/catch.h>
#include <set>
#include <thread>

namespace bellwether::storage {

namespace fs = std::filesystem;
using Catch::Contains;
using domain::any_of;
using domain::caller_key;
using integration::temporary_folder;

namespace {

std::vector<caller_key> keys_in(const fs::path& folder) {
  return std::get<std::vector<caller_key>>(
      read_keys(text_of(folder / key_file_name)));
}

caller_key named(const std::string& name) {
  caller_key key;
  key.name = name;
  key.hash = hash_secret(name);
  return key;
}

// Adds a key of this name.
std::string add(const fs::path& folder, const std::string& name) {
  return change_keys(folder, [&](std::vector<caller_key>& keys) {
    keys.push_back(named(name));
    return std::string{};
  });
}

std::string unchanged(std::vector<caller_key>& keys) {
  keys.clear();
  return "nothing to do";
}

} // namespace

TEST_CASE("a secret is new each time and fit for a header",
          "[storage][key_file]") {
  std::set<std::string> seen;
  std::set<char> characters;
  for (int i = 0; i < 200; ++i) {
    const auto secret = make_secret();
    CHECK(secret.size() == 46);
    CHECK(secret.substr(0, 3) == "bw-");
    CHECK(seen.insert(secret).second);
    characters.insert(secret.begin() + 3, secret.end());
  }
  CHECK(characters.size() == 64);
  for (const char c : characters)
    CHECK((std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-'
           || c == '_'));
}

TEST_CASE("a secret's hash is its SHA-256", "[storage][key_file]") {
  CHECK(hash_secret("abc")
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hash_secret("")
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hash_secret("abc") == hash_secret("abc"));
}

TEST_CASE("what is changed is in the file, for its owner only",
          "[storage][key_file]") {
  const temporary_folder root;
  const auto folder = root / "state";
  CHECK(add(folder, "ci").empty());
  CHECK(add(folder, "web").empty());
  CHECK(keys_in(folder) == std::vector<caller_key>{named("ci"), named("web")});
  const auto own_file = fs::perms::owner_read | fs::perms::owner_write;
  CHECK(fs::status(folder).permissions() == fs::perms::owner_all);
  for (const auto& name : files_in(folder))
    CHECK(fs::status(folder / name).permissions() == own_file);
  CHECK(files_in(folder) == std::vector<std::string>{"keys.json", "keys.lock"});
}

TEST_CASE("a change that is refused changes nothing", "[storage][key_file]") {
  const temporary_folder root;
  add(root.path(), "ci");
  const auto before = text_of(root / key_file_name);
  CHECK(change_keys(root.path(), unchanged) == "nothing to do");
  CHECK_THAT(add(root.path(), "ci"),
             Contains("keys[1].name") && Contains("earlier key"));
  CHECK_THAT(add(root.path(), "c i"), Contains("keys[1].name"));
  CHECK_THAT(change_keys(root.path(),
                         [](std::vector<caller_key>& keys) {
                           keys[0].models = {"\xff"};
                           return std::string{};
                         }),
             Contains("no UTF-8"));
  CHECK_THAT(change_keys(root.path(),
                         [](std::vector<caller_key>&) -> std::string {
                           throw std::runtime_error{"no chance"};
                         }),
             Contains("no chance"));
  CHECK(text_of(root / key_file_name) == before);
}

TEST_CASE("a file that cannot be read is never written over",
          "[storage][key_file]") {
  const temporary_folder root;
  put_text(root / key_file_name, "{ \"version\": 1, \"keys\": [");
  CHECK_THAT(add(root.path(), "ci"), Contains("keys.json: line 1"));
  CHECK(text_of(root / key_file_name) == "{ \"version\": 1, \"keys\": [");
  fs::remove(root / key_file_name);
  fs::create_directory(root / key_file_name);
  CHECK_THAT(add(root.path(), "ci"), Contains((root / key_file_name).string())
                                         && Contains("no regular file"));
}

TEST_CASE("a folder or a lock that cannot be had is named",
          "[storage][key_file]") {
  const temporary_folder root;
  put_text(root / "file", "kept");
  CHECK_THAT(add(root / "file", "ci"), Contains("is no folder"));
  fs::create_symlink(root / "file", root / "keys.lock");
  CHECK_THAT(add(root.path(), "ci"), Contains("keys.lock cannot be opened"));
  CHECK(text_of(root / "file") == "kept");
}

TEST_CASE("no change is lost when many change the keys at once",
          "[storage][key_file]") {
  const temporary_folder root;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 10; ++i)
        add(root.path(), std::to_string(t) + "." + std::to_string(i));
    });
  for (auto& one : threads)
    one.join();
  CHECK(keys_in(root.path()).size() == 40);
}

TEST_CASE("all keys are read as they were written",
          "[storage][key_file][properties]") {
  rc::prop("any keys", [] {
    const auto keys = any_keys();
    const auto read = read_keys(write_keys(keys));
    if (const auto* why = std::get_if<std::string>(&read))
      RC_FAIL(*why);
    RC_ASSERT((std::get<std::vector<caller_key>>(read) == keys));
  });
}

TEST_CASE("whatever is in a key file, it is read or refused with a sentence",
          "[storage][key_file][properties]") {
  rc::prop("any change of a good one", [] {
    auto text = write_keys(any_keys());
    for (int flips = any_of(1, 4); flips > 0; --flips)
      text[any_of<std::size_t>(0, text.size())] =
          static_cast<char>(any_of(0, 256));
    text.resize(any_of<std::size_t>(0, text.size() + 1));
    const auto read = read_keys(text);
    if (const auto* why = std::get_if<std::string>(&read))
      RC_ASSERT(why->starts_with("keys.json: "));
    else
      RC_ASSERT(read_keys(write_keys(std::get<0>(read))) == read);
  });
}

} // namespace bellwether::storage
