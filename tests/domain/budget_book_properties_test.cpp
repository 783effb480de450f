#include "domain/any.hpp"
#include "domain/budget_subject.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <rapidcheck/catch.h>
#include <set>
#include <tuple>

namespace bellwether::domain {

using namespace std::chrono_literals;
using kind = budget_event::kind;

namespace {

const std::vector<std::string> keys{"ann", "bob", "eve"};
const std::vector<std::string> models{"gpt", "gemini"};

std::vector<std::string> some_of(const std::vector<std::string>& all) {
  std::vector<std::string> out;
  for (const auto& one : all)
    if (any_of(0, 3) == 0)
      out.push_back(one);
  return out;
}

// Hard budgets of random scopes and limits, for ever.
std::vector<budget> any_rules() {
  std::vector<budget> rules;
  for (int i = any_of(1, 6); i > 0; --i) {
    budget b = bound("b" + std::to_string(i), 0, "none");
    b.limit = money::nanos(any_of(0, 2'000));
    b.scope.keys = some_of(keys);
    b.scope.models = some_of(models);
    b.action =
        any_of(0, 2) == 0 ? when_exceeded::refuse : when_exceeded::degrade;
    rules.push_back(std::move(b));
  }
  return rules;
}

struct open_claim {
  budget_claim claim;
  spender who;
};

// Many callers at once, and the sums of each budget counted beside the book.
struct crowd {
  explicit crowd(std::vector<budget> r)
      : rules{std::move(r)}, t{rules}, used(rules.size()), over(rules.size()) {}

  void add(std::vector<std::int64_t>& to, const spender& who, money amount) {
    for (std::size_t i = 0; i < rules.size(); ++i)
      to[i] += rules[i].scope.covers(who) ? amount.nanos() : 0;
  }

  bool fits(const spender& who, money amount) const {
    for (std::size_t i = 0; i < rules.size(); ++i)
      if (rules[i].scope.covers(who) && amount > money{}
          && used[i] + amount.nanos() > rules[i].limit.nanos())
        return false;
    return true;
  }

  void arrive() {
    const spender who{*rc::gen::elementOf(keys), "", "", "",
                      *rc::gen::elementOf(models)};
    const auto amount = money::nanos(any_of(0, 400));
    auto answer = t.book.reserve(who, amount, t.now);
    auto* claim = std::get_if<budget_claim>(&answer);
    RC_ASSERT((claim != nullptr) == fits(who, amount));
    if (claim == nullptr)
      return;
    add(used, who, amount);
    open.push_back({std::move(*claim), who});
  }

  // One of those under way, whichever, ends. `excess`: it may cost more.
  void leave(int excess) {
    const auto which = any_of<std::size_t>(0, open.size());
    const open_claim gone = std::move(open[which]);
    open.erase(open.begin() + static_cast<std::ptrdiff_t>(which));
    const money amount = gone.claim.amount;
    if (any_of(0, 4) == 0) {
      t.book.release(gone.claim);
      return add(used, gone.who, money{} - amount);
    }
    const auto most = static_cast<int>(amount.nanos()) + excess;
    const auto cost = money::nanos(any_of(0, most + 1));
    t.book.settle(gone.claim, cost, t.now);
    add(used, gone.who, cost - amount);
    add(over, gone.who, std::max(cost - amount, money{}));
  }

  void check() const {
    const auto reports = t.book.report(t.now);
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const auto known = reports[i].spent + reports[i].reserved;
      RC_ASSERT(known.nanos() == used[i]);
      RC_ASSERT(used[i] <= rules[i].limit.nanos() + over[i]);
    }
  }

  void live(int steps, int excess) {
    for (int i = 0; i < steps; ++i) {
      if (open.empty() || any_of(0, 2) == 0)
        arrive();
      else
        leave(excess);
      check();
    }
  }

  std::vector<budget> rules;
  budget_subject t;
  std::vector<open_claim> open;
  std::vector<std::int64_t> used; ///< settled and open
  std::vector<std::int64_t> over; ///< above what was reserved
};

// What was told, each to be told once in a period.
using told_once = std::set<std::tuple<wall_time, kind, int>>;

void check_once(budget_book& book, told_once& told) {
  for (const budget_event& e : book.take_events())
    RC_ASSERT(told.emplace(e.span.start, e.what, e.percent).second);
}

// A year of one daemon after the other. The ledger is what they leave behind.
struct year {
  budget rule = bound("all", 100);
  std::map<wall_time, money> hours{};
  std::vector<fired_mark> marks{};

  budget_subject start(wall_time now) const {
    budget_subject t{{rule}};
    t.now = now;
    const auto from = period_at(rule.period, utc(), now).start;
    for (const auto& [hour, amount] : hours)
      if (hour >= from)
        t.book.restore("all", amount, hour);
    for (const fired_mark& mark : marks)
      t.book.restore(mark);
    return t;
  }

  void note(budget_subject& t) {
    for (const budget_event& e : t.book.take_events())
      marks.push_back({e.budget, e.span.start, e.what, e.percent});
  }
};

} // namespace

TEST_CASE("settled and reserved money never passes a hard limit",
          "[domain][budget]") {
  rc::prop(
      "for random interleavings of attempts that cost no more than was "
      "reserved",
      [] {
        crowd c{any_rules()};
        c.live(150, 0);
        RC_ASSERT(std::all_of(c.over.begin(), c.over.end(),
                              [](auto excess) { return excess == 0; }));
      });
}

TEST_CASE("a hard limit is passed at most by what attempts cost too much",
          "[domain][budget]") {
  rc::prop("for random costs", [] { crowd{any_rules()}.live(150, 300); });
}

TEST_CASE("when all have left, nothing is reserved", "[domain][budget]") {
  rc::prop("for random interleavings", [] {
    crowd c{any_rules()};
    c.live(60, 100);
    while (!c.open.empty())
      c.leave(100);
    for (const budget_report& r : c.t.book.report(c.t.now))
      RC_ASSERT(r.reserved == money{});
  });
}

TEST_CASE("each thing is told at most once a period, wherever the clock goes",
          "[domain][budget]") {
  rc::prop("for random spending while the clock jumps", [] {
    auto rule = bound("all", 0, *rc::gen::element("day", "hour"));
    rule.limit = money::nanos(any_of(1, 3'000));
    rule.forecast_percent = 110;
    budget_subject t{{rule}};
    const auto noon = t.now;
    told_once told;
    for (int i = 0; i < 100; ++i) {
      // Within four periods: no more are remembered.
      t.now = noon + std::chrono::minutes{any_of(0, 239)};
      if (any_of(0, 2) == 0)
        t.fits(any_of(0, 500) / 1e9);
      else
        t.spend(any_of(0, 500) / 1e9);
      check_once(t.book, told);
    }
  });
}

TEST_CASE("in a year with restarts each month tells each threshold once",
          "[domain][budget]") {
  rc::prop("for random spending and restarts", [] {
    year y;
    budget_subject t = y.start(moment("2026-01-01T00:00:00Z"));
    const auto end = moment("2027-01-01T00:00:00Z");
    while (t.now < end) {
      // Ten dollars a day at least: more than the limit each month.
      const money cost = money::nanos(any_of(3'000'000'000, 6'000'000'000));
      t.book.spend(ann, cost, t.now);
      y.hours[std::chrono::floor<std::chrono::hours>(t.now)] += cost;
      y.note(t);
      t.now += std::chrono::minutes{any_of(60, 430)};
      if (any_of(0, 20) == 0)
        t = y.start(t.now);
    }
    std::map<wall_time, std::vector<int>> told;
    for (const fired_mark& mark : y.marks)
      told[mark.period_start].push_back(mark.percent);
    RC_ASSERT(told.size() == 12u);
    for (const auto& [month, percents] : told)
      RC_ASSERT(percents == (std::vector{50, 75, 90, 100}));
  });
}

} // namespace bellwether::domain
