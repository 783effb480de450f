#include "storage/outbox_support.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <fstream>
#include <sys/resource.h>

namespace bellwether::storage {

namespace {

using namespace std::chrono_literals;
using Catch::Contains;
using integration::temporary_folder;

// A file that refuses one message, in the middle of what is put in.
constexpr const char* refuse =
    "CREATE TRIGGER refuse BEFORE INSERT ON deliveries WHEN"
    " new.alert = 13 BEGIN SELECT RAISE(ABORT, 'no more'); END";

/// Lets files grow to so many bytes only: a disk that is full.
class small_disk {
public:
  explicit small_disk(rlim_t most) {
    old_handler_ = std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit now{most, old_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &now);
  }
  ~small_disk() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_handler_);
  }
  small_disk(const small_disk&) = delete;
  small_disk& operator=(const small_disk&) = delete;

private:
  rlimit old_{};
  void (*old_handler_)(int) = nullptr;
};

TEST_CASE("a file that is no outbox is refused, and not touched",
          "[storage][outbox]") {
  const temporary_folder root;
  const auto file = root.path() / "alerts.db";
  SECTION("no database") {
    std::ofstream{file} << std::string(5'000, 'x');
    CHECK_THROWS_WITH((outbox{root.path(), monday}),
                      Contains(file.string()) && Contains("no file of alerts"));
  }
  SECTION("another program's") {
    SQLite::Database{file.string(),
                     SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE}
        .exec("CREATE TABLE meta(a)");
    CHECK_THROWS_WITH((outbox{root.path(), monday}),
                      Contains("another program"));
  }
  SECTION("of a newer version") {
    { const outbox box{root.path(), monday}; }
    change_file(root.path(), "PRAGMA user_version = 99");
    CHECK_THROWS_WITH((outbox{root.path(), monday}), Contains("newer version"));
  }
  SECTION("a folder") {
    std::filesystem::create_directory(file);
    CHECK_THROWS_WITH((outbox{root.path(), monday}),
                      Contains(file.string()) && Contains("cannot be opened"));
  }
}

TEST_CASE("what cannot be put in as a whole is not put in",
          "[storage][outbox]") {
  const temporary_folder root;
  outbox box{root.path(), monday};
  change_file(root.path(), refuse);
  const outbox_entry what{
      {alert_of(12)},
      {{"slack", message_of(12)}, {"slack", message_of(13)}},
      {{"slack", domain::folded_alerts{}}}};

  CHECK_THROWS_WITH(box.put(what, monday),
                    Contains("alerts.db") && Contains("no more"));

  CHECK(box.last_alert() == 0);
  CHECK(box.open_alerts().empty());
  CHECK(box.deliveries(9).empty());
  CHECK(box.folded().empty());
  CHECK_FALSE(box.has_heard("slack", 12));
  change_file(root.path(), "DROP TRIGGER refuse");
  box.put(what, monday);
  CHECK(deliver_all(box, "slack") == std::vector<std::uint64_t>{12, 13});
}

TEST_CASE("a full disk is told in a sentence, and what was put is still there",
          "[storage][outbox]") {
  const temporary_folder root;
  outbox box{root.path(), monday};
  put_messages(box, "slack", {1});
  const auto log = root.path() / "alerts.db-wal";
  {
    const small_disk full{std::filesystem::file_size(log) + 2'000};
    CHECK_THROWS_WITH(
        put_messages(box, "slack", std::vector<std::uint64_t>(200, 0)),
        Contains("alerts.db") && Contains("disk"));
    CHECK(box.counts("slack").waiting == 1);
  }
  put_messages(box, "slack", {2});
  CHECK(deliver_all(box, "slack") == std::vector<std::uint64_t>{1, 2});
}

TEST_CASE("a file that may not be written is told in a sentence",
          "[storage][outbox]") {
  const temporary_folder root;
  outbox box{root.path(), monday};
  change_file(root.path(),
              "CREATE TRIGGER refuse BEFORE UPDATE ON meta"
              " BEGIN SELECT RAISE(ABORT, 'not you'); END");
  CHECK_THROWS_WITH(box.alive(monday + 1h), Contains("not you"));
  CHECK_THROWS_WITH(box.stop(monday + 1h), Contains("alerts.db"));
  CHECK_THROWS_WITH(box.digest_made(monday), Contains("not you"));
}

TEST_CASE("a message that cannot be read is rejected and blocks nobody",
          "[storage][outbox]") {
  const temporary_folder root;
  outbox box{root.path(), monday};
  put_messages(box, "slack", {1, 1, 2});
  const std::string damage = GENERATE(
      "'{'", "'[]'", "''", "replace(message, '\"fired\"', '\"of tomorrow\"')",
      "json_remove(message, '$.title')", "json_set(message, '$.at', 1e300)",
      "json_set(message, '$.facts', 7)",
      "json_set(message, '$.labels', json('{\"a\":1}'))");
  CAPTURE(damage);
  change_file(root.path(), "UPDATE deliveries SET message = " + damage
                               + " WHERE number = 1");
  CHECK(deliver_all(box, "slack") == std::vector<std::uint64_t>{1, 2});
  CHECK(box.counts("slack").failed == 1);
  const auto shown = box.deliveries(9).at(2);
  CHECK(shown.state == delivery_state::rejected);
  CHECK_THAT(shown.answer, Contains("cannot be read"));
  CHECK(shown.ended == monday);
}

TEST_CASE("an alert that cannot be read is passed over", "[storage][outbox]") {
  const temporary_folder root;
  outbox box{root.path(), monday};
  box.put({{alert_of(1), alert_of(2)}, {}, {{"a", domain::folded_alerts{}}}},
          monday);
  change_file(root.path(), "UPDATE alerts SET alert = '{}' WHERE number = 1");
  change_file(root.path(), "UPDATE folded SET alerts = 'null'");
  CHECK(box.open_alerts() == std::vector{alert_of(2)});
  CHECK(box.folded().empty());
}

} // namespace

} // namespace bellwether::storage
