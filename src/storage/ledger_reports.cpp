#include "storage/ledger_reports.hpp"

#include "domain/money_math.hpp"
#include "storage/ledger_sums.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <iterator>
#include <map>

namespace bellwether::storage {

namespace {

using namespace std::chrono;
using domain::wall_time;

wall_time time_of(std::int64_t start) {
  return wall_time{milliseconds{start}};
}

bool is_time(dimension d) {
  return d == dimension::day || d == dimension::hour || d == dimension::month;
}

/// Days since 1970 of the first of the month.
std::int64_t month_of(local_days day) {
  const year_month_day date{day};
  return local_days{date.year() / date.month() / 1}.time_since_epoch().count();
}

/// What cells are grouped by: for each dimension an hour's start, a day or a
/// name's id.
using group_key = std::vector<std::int64_t>;

/// Groups cells; those of one hour follow one another.
class grouping {
public:
  grouping(const ledger_view& of, const std::vector<dimension>& by)
      : of_{of}, by_{by}, key_(by.size()) {}

  void add(const ledger_cell& cell, const ledger_sums& sums) {
    if (!started_ || cell.start != start_)
      begin(cell.start);
    for (std::size_t i = 0; i < by_.size(); ++i)
      if (!is_time(by_[i]))
        key_[i] = cell.names.at(static_cast<std::size_t>(by_[i])
                                - static_cast<std::size_t>(dimension::key));
    groups_[key_].add(sums);
  }

  std::vector<report_row> rows() const {
    std::vector<std::pair<group_key, report_row>> out;
    for (const auto& [key, sums] : groups_) {
      out.emplace_back(times(key), sums.row());
      for (std::size_t i = 0; i < by_.size(); ++i)
        out.back().second.names.push_back(name(by_[i], key[i]));
    }
    if (out.empty() && by_.empty())
      out.emplace_back();
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
      if (a.first != b.first)
        return a.first < b.first;
      if (a.second.cost != b.second.cost)
        return a.second.cost > b.second.cost;
      return a.second.names < b.second.names;
    });
    std::vector<report_row> sorted;
    for (auto& [key, row] : out)
      sorted.push_back(std::move(row));
    return sorted;
  }

private:
  void begin(std::int64_t start) {
    started_ = true;
    start_ = start;
    const auto day = floor<days>(domain::local_at(of_.zone, time_of(start)));
    for (std::size_t i = 0; i < by_.size(); ++i) {
      if (by_[i] == dimension::hour)
        key_[i] = start;
      else if (by_[i] == dimension::day)
        key_[i] = day.time_since_epoch().count();
      else if (by_[i] == dimension::month)
        key_[i] = month_of(day);
    }
  }

  /// The part of the key that comes before costs in the order.
  group_key times(const group_key& key) const {
    group_key out;
    for (std::size_t i = 0; i < by_.size(); ++i)
      if (is_time(by_[i]))
        out.push_back(key[i]);
    return out;
  }

  std::string name(dimension d, std::int64_t value) const {
    if (d == dimension::hour)
      return hour_name(time_of(value));
    if (!is_time(d))
      return of_.names.text(value);
    return date_name(local_days{days{value}}, d == dimension::day);
  }

  static std::string date_name(local_days day, bool whole) {
    const year_month_day date{day};
    std::array<char, 48> out{};
    int size = std::snprintf(out.data(), out.size(), "%04d-%02u",
                             int{date.year()}, unsigned{date.month()});
    if (whole)
      size += std::snprintf(&out.at(7), out.size() - 7, "-%02u",
                            unsigned{date.day()});
    return {out.data(), static_cast<std::size_t>(size)};
  }

  /// With what clocks are ahead of UTC: an hour may come twice.
  std::string hour_name(wall_time t) const {
    const auto local = domain::local_at(of_.zone, t);
    const auto day = floor<days>(local);
    const auto ahead = duration_cast<minutes>(of_.zone.offset_at(t)).count();
    const auto past = duration_cast<minutes>(local - day).count();
    std::array<char, 48> out{};
    const auto both = std::abs(ahead);
    std::snprintf(out.data(), out.size(), "T%02d:%02d%c%02d:%02d",
                  static_cast<int>(past / 60), static_cast<int>(past % 60),
                  ahead < 0 ? '-' : '+', static_cast<int>(both / 60),
                  static_cast<int>(both % 60));
    return date_name(day, true) + out.data();
  }

  const ledger_view& of_;
  const std::vector<dimension>& by_;
  bool started_ = false;
  std::int64_t start_ = 0;
  group_key key_;
  std::map<group_key, ledger_sums> groups_;
};

constexpr milliseconds an_hour = hours{1};
/// A day on which clocks go back has so many.
constexpr milliseconds a_day = hours{25};

} // namespace

std::string overlaps(domain::time_span span, milliseconds length) {
  // Farther than any attempt, and not so far that arithmetic fails.
  static constexpr auto most = std::int64_t{1} << 60U;
  const auto text = [](wall_time t, milliseconds before) {
    const auto at = t.time_since_epoch().count();
    return std::to_string(std::clamp(at, -most, most) - before.count());
  };
  return "start > " + text(span.start, length) + " AND start < "
         + text(span.end, milliseconds{0});
}

std::vector<report_row> make_report(const ledger_view& of,
                                    const report_query& q) {
  grouping groups{of, q.by};
  const auto add = [&](const ledger_cell& cell, const ledger_sums& sums) {
    groups.add(cell, sums);
  };
  const auto only = of.names.condition(q.only);
  // Days are whole there: the one that `from` is in counts as such.
  each_cell(of.file, "days", overlaps({q.from, q.to}, a_day) + only, add);
  each_cell(of.file, "hours", overlaps({q.from, q.to}, an_hour) + only, add);
  return groups.rows();
}

std::vector<std::pair<wall_time, domain::money>> sum_hours(
    const ledger_view& of, const domain::budget_scope& only,
    domain::time_span span) {
  std::map<std::int64_t, ledger_sums> sums;
  const auto add = [&](const ledger_cell& cell, const ledger_sums& part) {
    sums[cell.start].add(part);
  };
  const auto condition = of.names.condition(only);
  each_cell(of.file, "days", overlaps(span, a_day) + condition, add);
  each_cell(of.file, "hours", overlaps(span, an_hour) + condition, add);
  std::vector<std::pair<wall_time, domain::money>> out;
  for (const auto& [start, sum] : sums) {
    const auto row = sum.row();
    // A budget pays for probes, too.
    out.emplace_back(time_of(start),
                     domain::add_within_range(row.cost, row.probes));
  }
  return out;
}

} // namespace bellwether::storage
