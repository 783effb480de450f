// Callers while the ledger cannot be written, and afterwards.
#include "integration/harness/books.hpp"
#include "integration/harness/eventually.hpp"
#include "integration/harness/ledger_trouble.hpp"
#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>

#include <csignal>

namespace bellwether::integration {

namespace {

using trouble_ptr = std::unique_ptr<ledger_trouble>;

/// A lock is waited for 5 s, and a failure tried again after 5 s at most.
constexpr std::chrono::seconds patience{30};
constexpr std::size_t disk_bytes = std::size_t{16} << 20;

const json few{{"max_tokens", 20}};

/// A daemon whose ledger will have some trouble.
class ledger_stage {
public:
  ledger_stage(const std::string& on_failure,
               const std::filesystem::path& folder = "state")
      : at_{{{"state_dir", folder.string()},
             {"ledger", {{"on_failure", on_failure}}}}} {}

  const stage& at() const { return at_; }
  stage& at() { return at_; }

  std::filesystem::path folder() const { return at_.daemon.folder() / "state"; }
  std::filesystem::path file() const { return folder() / "ledger.db"; }

  json ledger() const {
    return get(at_.daemon.control_port(), "/ledger").json();
  }

  /// Asks until the ledger says that it fails: it finds out by a record.
  bool comes_to_fail() const {
    return eventually(
        [&] {
          at_.chat("alone", few);
          return ledger().value("failing", false);
        },
        patience);
  }

  /// Whether it recovers, with all that was written to it in the file.
  bool recovers() const {
    return eventually(
        [&] {
          const auto now = ledger();
          return !now.value("failing", true) && now["pending"] == 0;
        },
        patience);
  }

  /// What was told of the ledger, oldest first.
  std::vector<std::string> told() const {
    std::vector<std::string> out;
    const auto page =
        get(at_.daemon.control_port(), "/events?format=json").json();
    for (const auto& event : page.at("events"))
      if (event["kind"].get<std::string>().starts_with("ledger_"))
        out.push_back(event["kind"]);
    return out;
  }

  bool has_metric(const std::string& line) const {
    return get(at_.daemon.control_port(), "/metrics").body.find("\n" + line)
           != std::string::npos;
  }

  answer ask(const std::string& id) const {
    return at_.post("/v1/chat/completions", chat_body("alone", few),
                    {{"x-request-id", id}});
  }

  void check_verified() const {
    const auto verified = run(
        {BELLWETHER_BINARY, "ledger", "verify", "--state-dir", folder_now()});
    CAPTURE(verified.out, verified.err);
    CHECK(verified.code == 0);
  }

private:
  std::string folder_now() const {
    const auto configured =
        json::parse(read_file(at_.daemon.folder() / "bellwether.json"));
    const std::filesystem::path named{configured.at("state_dir")};
    return (at_.daemon.folder().path() / named).string();
  }

  stage at_;
};

const std::vector<std::string> fails{"ledger_failing"};
const std::vector<std::string> fails_and_recovers{"ledger_failing",
                                                  "ledger_recovered"};

/// `serve`: callers notice nothing, people are told, and nothing is lost.
template <class Begin>
void check_serving(const ledger_stage& of, Begin begin) {
  REQUIRE(of.ask("before").status == 200);
  CHECK(of.has_metric("bellwether_ledger_failing 0"));
  trouble_ptr trouble = begin();
  REQUIRE(of.comes_to_fail());
  CHECK(of.ask("meanwhile").status == 200);
  CHECK(of.at().stream("alone", few).done());
  const auto told = of.ledger();
  CHECK_THAT(told["problem"].get<std::string>(), Catch::Contains("ledger.db"));
  CHECK(told["pending"] > 0);
  CHECK(told["lost"] == 0);
  CHECK(of.told() == fails);
  CHECK(of.has_metric("bellwether_ledger_failing 1"));

  trouble.reset();
  REQUIRE(of.recovers());
  CHECK(of.told() == fails_and_recovers);
  CHECK(of.ledger()["problem"].is_null());
  CHECK(entries_of(of.at().daemon, "before").size() == 1);
  CHECK(entries_of(of.at().daemon, "meanwhile").size() == 1);
  of.check_verified();
}

/// `refuse`: callers get 503, and no provider hears of them.
template <class Begin>
void check_refusing(const ledger_stage& of, Begin begin) {
  REQUIRE(of.ask("before").status == 200);
  trouble_ptr trouble = begin();
  REQUIRE(of.comes_to_fail());
  const auto sent = of.at().sim.requests();
  for (const auto& got : {of.ask("refused"), of.at().stream("alone", few)}) {
    CHECK(got.status == 503);
    CHECK(got.error("code") == "ledger_unavailable");
    REQUIRE(got.has("retry-after"));
    CHECK(std::stoi(got.header("retry-after")) >= 1);
    CHECK(got.header("x-should-retry") == "false");
  }
  CHECK(of.at().sim.requests() == sent);
  CHECK(of.told() == fails);

  // Nobody asks meanwhile: it recovers by itself.
  trouble.reset();
  REQUIRE(of.recovers());
  CHECK(of.told() == fails_and_recovers);
  CHECK(of.ask("after").status == 200);
  CHECK(entries_of(of.at().daemon, "refused").empty());
  REQUIRE(eventually(
      [&] { return entries_of(of.at().daemon, "after").size() == 1; }));
  of.check_verified();
}

template <class Begin>
void check(const std::string& on_failure, const ledger_stage& of, Begin begin) {
  if (on_failure == "serve")
    check_serving(of, begin);
  else
    check_refusing(of, begin);
}

/// For the daemons that it starts: what may not be written is an error to
/// them, and not their death.
class large_files_ignored {
public:
  large_files_ignored() : before_{std::signal(SIGXFSZ, SIG_IGN)} {}
  ~large_files_ignored() { std::signal(SIGXFSZ, before_); }
  large_files_ignored(const large_files_ignored&) = delete;
  large_files_ignored& operator=(const large_files_ignored&) = delete;

private:
  void (*before_)(int);
};

} // namespace

TEST_CASE("files that may not grow: callers are served, or refused, as said",
          "[integration][ledger][trouble]") {
  const auto on_failure = GENERATE(as<std::string>{}, "serve", "refuse");
  CAPTURE(on_failure);
  const large_files_ignored inherited;
  const ledger_stage of{on_failure};
  check(on_failure, of, [&] { return forbid_growth(of.at().daemon); });
}

TEST_CASE("a full disk: callers are served, or refused, as said",
          "[integration][ledger][trouble]") {
  const auto on_failure = GENERATE(as<std::string>{}, "serve", "refuse");
  CAPTURE(on_failure);
  const small_disk disk{disk_bytes};
  if (!disk.problem().empty()) {
    WARN("skipped: " << disk.problem());
    return;
  }
  const ledger_stage of{on_failure, disk.path() / "state"};
  check(on_failure, of, [&] { return fill_disk(disk.path()); });
}

TEST_CASE(
    "another program that holds the file: callers are served, or refused, "
    "as said",
    "[integration][ledger][trouble]") {
  const auto on_failure = GENERATE(as<std::string>{}, "serve", "refuse");
  CAPTURE(on_failure);
  const ledger_stage of{on_failure};
  check(on_failure, of, [&] { return lock_ledger(of.file()); });
}

TEST_CASE("a daemon that dies while its disk is full has lost nothing",
          "[integration][ledger][trouble]") {
  const large_files_ignored inherited;
  ledger_stage of{"serve"};
  const auto trouble = forbid_growth(of.at().daemon);
  REQUIRE(of.comes_to_fail());
  const auto got = of.ask("last-words");
  REQUIRE(got.status == 200);
  of.at().daemon.kill();
  of.at().daemon.restart();
  const auto rows = entries_of(of.at().daemon, "last-words");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0]["outcome"] == "answered");
  CHECK(exact_cost(rows[0]) == got.header("x-bellwether-cost-usd"));
}

TEST_CASE("a ledger for reading only keeps the daemon from starting",
          "[integration][ledger][trouble]") {
  ledger_stage of{"serve"};
  REQUIRE(of.ask("before").status == 200);
  of.at().daemon.kill();
  std::string why;
  const auto held = make_read_only(of.file(), why);
  if (!held) {
    WARN("skipped: " << why);
    return;
  }
  const auto got = run({BELLWETHER_BINARY, "serve", "--config",
                        of.at().daemon.folder() / "bellwether.json", "--listen",
                        "127.0.0.1:0", "--control", "127.0.0.1:0"});
  CAPTURE(got.err);
  CHECK(got.code == 1);
  CHECK_THAT(got.err, Catch::Contains("ledger.db cannot be opened")
                          && Catch::Contains("give it and its folder"));
}

} // namespace bellwether::integration
