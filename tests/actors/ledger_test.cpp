#include "actors/ledger.hpp"

#include "actors/support.hpp"
#include "integration/harness/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <SQLiteCpp/SQLiteCpp.h>

namespace bellwether::actors::test {

namespace {

using namespace std::chrono_literals;

const domain::wall_time noon =
    std::chrono::sys_days{std::chrono::year{2026} / std::chrono::November / 22}
    + 12h;

/// The ledger's actor, with a ledger in memory.
class ledger_stage : public actor_stage {
public:
  explicit ledger_stage(storage::journal_limits limits = {},
                        const std::filesystem::path& folder = "")
      : book_{std::make_shared<storage::ledger>(
          folder,
          std::shared_ptr<const domain::time_zone>{
              std::shared_ptr<const void>{}, &domain::utc()},
          storage::retention{}, noon, limits)} {
    actor_ = system().spawn(ledger, book_, events_, [] { return noon; });
    advance(1s);
  }
  ~ledger_stage() { stop(); }
  ledger_stage(const ledger_stage&) = delete;
  ledger_stage& operator=(const ledger_stage&) = delete;

  void stop() {
    if (actor_)
      end(actor_);
    actor_ = ledger_actor{};
  }

  bool write() {
    domain::ledger_entry entry;
    entry.at = noon;
    entry.request_id = "r";
    entry.who = {"key", "team", "route", "provider", "model"};
    entry.cost = domain::money::usd(1);
    return book_->writer()->settle(entry);
  }

  /// In the file, without asking the actor.
  std::uint64_t rows() { return book_->store().status().rows; }

  storage::ledger& book() { return *book_; }
  const ledger_actor& subject() const { return actor_; }
  const event_log& events() const { return *events_; }

  std::vector<std::string> kinds() const {
    std::vector<std::string> out;
    for (const auto& each : events_->after(0))
      out.push_back(each.kind);
    return out;
  }

private:
  std::shared_ptr<storage::ledger> book_;
  std::shared_ptr<event_log> events_ = std::make_shared<event_log>();
  ledger_actor actor_;
};

} // namespace

TEST_CASE("records are gathered and come to the file together",
          "[actors][ledger]") {
  ledger_stage at;
  at.write();
  at.run();
  CHECK(at.rows() == 0);
  at.write();
  at.advance(100ms);
  CHECK(at.rows() == 2);
  at.write();
  at.run();
  at.advance(100ms);
  CHECK(at.rows() == 3);
}

TEST_CASE("what was written last is in the file after the end",
          "[actors][ledger]") {
  ledger_stage at;
  at.write();
  at.stop();
  CHECK(at.rows() == 1);
  CHECK(at.write());
}

TEST_CASE("the ledger's actor answers with what was written until then",
          "[actors][ledger]") {
  ledger_stage at;
  at.write();
  const auto rows = at.ask<ledger_report_ptr>(
      at.subject(), storage::report_query{noon - 24h, noon + 24h, {}, {}});
  REQUIRE(rows->rows.size() == 1);
  CHECK(rows->rows[0].cost == domain::money::usd(1));
  const auto page =
      at.ask<ledger_page_ptr>(at.subject(), storage::entries_query{});
  REQUIRE(page->page.entries.size() == 1);
  CHECK(page->page.entries[0].what.who.team == "team");
  CHECK(
      at.ask<storage::ledger_status>(at.subject(), ledger_status_request{}).rows
      == 1);
}

TEST_CASE("a journal without room serves again by itself when it has some",
          "[actors][ledger]") {
  ledger_stage at{{.segment_bytes = 4'096, .most_segments = 2}};
  while (at.write())
    continue;
  REQUIRE(at.book().writer()->failing());
  at.advance(10s);
  // Nobody else wrote: a writer that is not asked finds out by itself.
  CHECK_FALSE(at.book().writer()->failing());
  CHECK(at.write());
}

TEST_CASE("a ledger that fails and recovers says so once each",
          "[actors][ledger]") {
  const integration::temporary_folder root;
  ledger_stage at{{}, root.path()};
  const auto tamper = [&](const char* how) {
    SQLite::Database{(root.path() / storage::ledger_file).string(),
                     SQLite::OPEN_READWRITE}
        .exec(how);
  };
  tamper(
      "CREATE TRIGGER refuse BEFORE INSERT ON attempts"
      " BEGIN SELECT RAISE(ABORT, 'no more'); END");
  at.write();
  at.advance(10s);
  at.write();
  at.advance(10s);
  CHECK(at.book().writer()->failing());
  CHECK(at.kinds() == std::vector<std::string>{"ledger_failing"});
  CHECK(at.events().after(0)[0].cause.find("no more") != std::string::npos);
  tamper("DROP TRIGGER refuse");
  at.advance(5s);
  CHECK(at.rows() == 2);
  CHECK_FALSE(at.book().writer()->failing());
  CHECK(at.kinds()
        == std::vector<std::string>{"ledger_failing", "ledger_recovered"});
}

} // namespace bellwether::actors::test
