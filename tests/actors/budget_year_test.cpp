// A year of a budget's alerts, with restarts and crashes, on the real files.
#include "actors/alert_desk.hpp"
#include "actors/cost_restore.hpp"
#include "actors/support.hpp"
#include "domain/clock_zone.hpp"
#include "integration/harness/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <optional>
#include <string>

namespace bellwether::actors::test {

namespace {

using domain::money;
using domain::wall_time;
using namespace std::chrono_literals;

constexpr std::chrono::hours step{6};

/// The tutorial's budget: $1,000 a month, told at 50, 75, 90 and 100 %.
domain::budget monthly() {
  domain::budget out;
  out.name = "monthly";
  out.limit = money::usd(1'000);
  out.action = domain::when_exceeded::alert;
  out.forecast_percent.reset();
  out.spike_factor.reset();
  return out;
}

settings::alert_settings one_sink() {
  settings::alert_settings out;
  out.sinks.resize(1);
  out.sinks[0].name = out.sinks[0].wanted.name = "ops";
  return out;
}

/// What a daemon has of its own between two restarts.
struct daemon_parts {
  daemon_parts(const std::string& folder,
               const std::shared_ptr<const domain::time_zone>& zone,
               wall_time now)
      : book{folder, zone, {}, now},
        till{restore_till({monthly()}, zone, catalog_of({"one"}), book.store(),
                          now)},
        outbox{std::make_shared<storage::outbox>(folder, now)},
        desk{{one_sink(), zone, outbox, std::make_shared<sink_board>()}, now} {}

  storage::ledger book;
  std::shared_ptr<actors::till> till;
  std::shared_ptr<storage::outbox> outbox;
  alert_desk desk;
};

class year {
public:
  explicit year(std::shared_ptr<const domain::time_zone> zone)
      : zone_{std::move(zone)} {
    start();
  }

  wall_time now() const { return now_; }

  /// Six hours pass in which so much is spent.
  void spend(double dollars) {
    now_ += step;
    domain::ledger_entry entry;
    entry.at = now_;
    entry.request_id = "r";
    entry.who = {"key", "team", "all", "one", "one"};
    entry.cost = money::usd(dollars);
    with_->book.writer()->settle(entry);
    with_->till->spend(entry.who, entry.cost, now_);
    look();
  }

  void restart() {
    with_->desk.stop(now_);
    start();
  }

  /// As kill -9 does: nothing is told to stop.
  void crash() { start(); }

  /// Messages to the sink by month and threshold: "2026-03 75 %".
  const std::map<std::string, int>& told() const { return told_; }

private:
  void start() {
    with_.reset();
    with_.emplace(folder_.path(), zone_, now_);
    look();
  }

  void look() {
    for (const auto& what : with_->till->take_events())
      with_->book.writer()->fired(
          {what.budget, what.span.start, what.what, what.percent});
    while (with_->book.drain())
      continue;
    domain::alert_facts facts;
    facts.now = now_;
    facts.budgets = with_->till->report(now_);
    with_->desk.look(facts);
    take_deliveries();
  }

  /// As a courier does.
  void take_deliveries() {
    std::optional<wall_time> later;
    while (const auto next = with_->outbox->next("ops", now_, later)) {
      const auto local = local_at(*zone_, now_);
      const std::chrono::year_month_day day{
          std::chrono::floor<std::chrono::days>(local)};
      ++told_[std::to_string(static_cast<unsigned>(day.month())) + ": "
              + next->message.entity];
      with_->outbox->tried(next->number, storage::delivery_state::delivered,
                           200, "", now_, now_);
    }
  }

  std::shared_ptr<const domain::time_zone> zone_;
  integration::temporary_folder folder_;
  wall_time now_ = domain::moment("2026-01-01T00:00:00Z");
  std::optional<daemon_parts> with_;
  std::map<std::string, int> told_;
};

} // namespace

TEST_CASE("each threshold is told once a month, in a year with restarts",
          "[actors][alerts][budget]") {
  year of{std::make_shared<const domain::clock_zone>(domain::berlin())};
  const auto end = domain::moment("2026-12-31T22:00:00Z");
  // 31 days of odd months cost $1,100, of even ones $860.
  for (int i = 0; of.now() < end; ++i) {
    const std::chrono::year_month_day day{
        std::chrono::floor<std::chrono::days>(of.now())};
    const bool odd = static_cast<unsigned>(day.month()) % 2 == 1;
    of.spend((odd ? 1'100.0 : 860.0) / 31 / 4);
    if (i % 7 == 3)
      of.restart();
    if (i % 11 == 5)
      of.crash();
  }
  std::map<std::string, int> expected;
  for (int month = 1; month <= 12; ++month)
    for (const auto percent : {50, 75, 90, 100})
      if (month % 2 == 1 || percent < 90)
        expected[std::to_string(month) + ": monthly " + std::to_string(percent)
                 + " %"] = 1;
  CHECK(of.told() == expected);
}

} // namespace bellwether::actors::test
