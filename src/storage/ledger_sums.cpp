#include "storage/ledger_sums.hpp"

#include "storage/ledger_database.hpp"

#include <algorithm>
#include <chrono>
#include <limits>

namespace bellwether::storage {

namespace {

using domain::entry_outcome;

constexpr int names_at = 1;
constexpr int values_at = names_at + int{std::tuple_size_v<name_ids>};
constexpr int first_at = values_at + ledger_sums::columns;
constexpr int last_at = first_at + 1;

constexpr const char* key_condition =
    "start = ? AND key = ? AND team = ? AND route = ? AND provider = ?"
    " AND model = ?";

void grow(std::int64_t& sum, std::int64_t by) {
  if (__builtin_add_overflow(sum, by, &sum))
    sum = by < 0 ? std::numeric_limits<std::int64_t>::min()
                 : std::numeric_limits<std::int64_t>::max();
}

/// Of a row whose first column is `start`.
ledger_sums read_sums(SQLite::Statement& from) {
  ledger_sums out;
  int at = values_at;
  for (auto& value : out.values)
    value = from.getColumn(at++).getInt64();
  out.first = from.getColumn(first_at).getInt64();
  out.last = from.getColumn(last_at).getInt64();
  return out;
}

void bind(SQLite::Statement& to, const ledger_cell& cell) {
  to.bind(1, cell.start);
  int at = 1 + names_at;
  for (const auto id : cell.names)
    to.bind(at++, id);
}

} // namespace

domain::wall_time hour_of(domain::wall_time t, const domain::time_zone& zone) {
  const auto shown = domain::local_at(zone, t);
  return t - (shown - std::chrono::floor<std::chrono::hours>(shown));
}

domain::wall_time day_of(domain::wall_time t, const domain::time_zone& zone) {
  return domain::first_moment(
      zone, std::chrono::floor<std::chrono::days>(domain::local_at(zone, t)));
}

void ledger_sums::add(const domain::ledger_entry& entry, std::int64_t number) {
  first = first == 0 ? number : std::min(first, number);
  last = std::max(last, number);
  const auto count = [this](column c, std::int64_t by) {
    grow(values[c], by);
  };
  const auto price = entry.cost.nanos();
  if (entry.outcome == entry_outcome::probe)
    return count(probes, price);
  count(attempts, 1);
  count(prompt, entry.used.prompt);
  count(cached, entry.used.cached);
  count(cache_write, entry.used.cache_write);
  count(completion, entry.used.completion);
  count(reasoning, entry.used.reasoning);
  count(cost, price);
  if (entry.estimated)
    count(estimated, price);
  if (entry.outcome == entry_outcome::answered) {
    count(requests, 1);
    count(dearest, entry.dearest.nanos());
  } else {
    count(wasted, price);
  }
  if (entry.outcome == entry_outcome::failed
      || entry.outcome == entry_outcome::broken)
    count(failures, 1);
}

void ledger_sums::add(const ledger_sums& other) {
  if (other.first != 0)
    first = first == 0 ? other.first : std::min(first, other.first);
  last = std::max(last, other.last);
  for (std::size_t i = 0; i < columns; ++i)
    grow(values.at(i), other.values.at(i));
}

report_row ledger_sums::row() const {
  const auto count = [this](column c) {
    return static_cast<std::uint64_t>(values[c]);
  };
  const auto amount = [this](column c) {
    return domain::money::nanos(values[c]);
  };
  report_row out;
  out.requests = count(requests);
  out.attempts = count(attempts);
  out.failures = count(failures);
  out.tokens = {values[prompt], values[cached], values[cache_write],
                values[completion], values[reasoning]};
  out.cost = amount(cost);
  out.estimated = amount(estimated);
  out.wasted = amount(wasted);
  out.dearest = amount(dearest);
  out.probes = amount(probes);
  return out;
}

sums_table::sums_table(SQLite::Database& in, const std::string& name)
    : read_{in, "SELECT * FROM " + name + " WHERE " + key_condition},
      write_{in, "REPLACE INTO " + name
                     + " VALUES(?,?,?,?,?,?, ?,?,?,?,?,?,?,?,?,?,?,?,?, ?,?)"} {
}

void sums_table::add(const ledger_cell& cell, const ledger_sums& sums) {
  // Added here and not in SQL, where sums that grow too large are an error.
  auto whole = sums;
  {
    const fresh_use use{read_};
    bind(read_, cell);
    if (read_.executeStep())
      whole.add(read_sums(read_));
  }
  const fresh_use use{write_};
  bind(write_, cell);
  int at = 1 + values_at;
  for (const auto value : whole.values)
    write_.bind(at++, value);
  write_.bind(1 + first_at, whole.first);
  write_.bind(1 + last_at, whole.last);
  write_.exec();
}

void each_cell(
    SQLite::Database& in, const std::string& table,
    const std::string& condition,
    const std::function<void(const ledger_cell&, const ledger_sums&)>& show) {
  SQLite::Statement query{
      in, "SELECT * FROM " + table + " WHERE " + condition + " ORDER BY start"};
  ledger_cell cell;
  while (query.executeStep()) {
    cell.start = query.getColumn(0).getInt64();
    int at = names_at;
    for (auto& id : cell.names)
      id = query.getColumn(at++).getInt64();
    show(cell, read_sums(query));
  }
}

} // namespace bellwether::storage
