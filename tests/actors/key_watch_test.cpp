#include "actors/key_watch.hpp"

#include "actors/support.hpp"
#include "integration/harness/temporary_folder.hpp"
#include "storage/key_file.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

namespace bellwether::actors::test {

namespace {

using namespace std::chrono_literals;

/// A key watch on a file in a folder of its own.
class key_watch_stage : public actor_stage {
public:
  key_watch_stage() {
    actor_ = system().spawn(key_watch, key_watch_config{file(), board_}, where_,
                            events_);
    advance(500ms);
  }
  ~key_watch_stage() { end(actor_); }
  key_watch_stage(const key_watch_stage&) = delete;
  key_watch_stage& operator=(const key_watch_stage&) = delete;

  std::filesystem::path file() const {
    return folder_.path() / storage::key_file_name;
  }

  void create(const std::string& name) {
    const auto problem =
        storage::change_keys(folder_.path(), [&](auto& keys) -> std::string {
          auto& key = keys.emplace_back();
          key.name = name;
          key.hash = storage::hash_secret(name);
          key.hint = "bw-test";
          return "";
        });
    CHECK(problem.empty());
    advance(500ms);
  }

  void spoil() {
    std::ofstream{file()} << "{ no keys";
    advance(500ms);
  }

  std::size_t keys() const { return board_->ring()->keys().size(); }
  std::size_t complaints() const { return events_->after(0).size(); }

private:
  integration::temporary_folder folder_;
  std::shared_ptr<key_board> board_ = std::make_shared<key_board>();
  std::shared_ptr<directory> where_ = std::make_shared<directory>();
  std::shared_ptr<event_log> events_ = std::make_shared<event_log>();
  key_watch_actor actor_;
};

} // namespace

TEST_CASE("keys that are made while the daemon runs are taken up",
          "[actors][keys]") {
  key_watch_stage at;
  CHECK(at.keys() == 0);
  CHECK(at.complaints() == 0);
  at.create("one");
  CHECK(at.keys() == 1);
  at.create("two");
  CHECK(at.keys() == 2);
  CHECK(at.complaints() == 0);
}

TEST_CASE("a key file that cannot be used leaves the keys, and says so once",
          "[actors][keys]") {
  key_watch_stage at;
  at.create("one");
  at.spoil();
  at.advance(5s);
  CHECK(at.keys() == 1);
  CHECK(at.complaints() == 1);
}

TEST_CASE("a key file that is gone leaves the keys, and says so once",
          "[actors][keys]") {
  key_watch_stage at;
  at.create("one");
  std::filesystem::remove(at.file());
  at.advance(5s);
  CHECK(at.keys() == 1);
  CHECK(at.complaints() == 1);
}

} // namespace bellwether::actors::test
