#include "storage/ledger_prune.hpp"

#include "storage/ledger_sums.hpp"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <algorithm>
#include <optional>
#include <string>

namespace bellwether::storage {

namespace {

/// Rows, or sums of hours, of one step.
constexpr std::int64_t most_at_once = 5'000;

std::int64_t millis(domain::wall_time t) {
  return t.time_since_epoch().count();
}

/// How many of the oldest rows are older than `limit`, or too many. They go in
/// their order, because the hashes follow one another.
std::int64_t old_rows(SQLite::Database& file, const ledger_state& state,
                      std::int64_t limit, std::int64_t too_many) {
  std::int64_t out = std::clamp<std::int64_t>(too_many, 0, most_at_once);
  SQLite::Statement query{file,
                          "SELECT number, at FROM attempts WHERE number"
                          " > ? ORDER BY number LIMIT ?"};
  query.bind(1, state.anchor_number + out);
  query.bind(2, most_at_once - out);
  while (query.executeStep() && query.getColumn(1).getInt64() < limit)
    out = query.getColumn(0).getInt64() - state.anchor_number;
  return std::min(out, state.rows());
}

/// How many rows went.
std::int64_t prune_rows(SQLite::Database& file, ledger_state& state,
                        const retention& keep, domain::wall_time now) {
  constexpr auto most = std::int64_t{1} << 62U;
  const auto rows_to_keep =
      static_cast<std::int64_t>(std::min<std::uint64_t>(keep.most_rows, most));
  const auto count = old_rows(file, state, millis(now - keep.rows),
                              state.rows() - rows_to_keep);
  if (count == 0)
    return 0;
  const auto anchor = state.anchor_number + count;
  SQLite::Statement hash{file, "SELECT hash FROM attempts WHERE number = ?"};
  hash.bind(1, anchor);
  if (hash.executeStep() && hash.getColumn(0).getBytes() == 32)
    std::copy_n(static_cast<const unsigned char*>(hash.getColumn(0).getBlob()),
                state.anchor_hash.size(), state.anchor_hash.begin());
  hash.reset();
  state.anchor_number = anchor;
  SQLite::Statement remove{file, "DELETE FROM attempts WHERE number <= ?"};
  remove.bind(1, anchor);
  remove.exec();
  write_state(file, state);
  return count;
}

/// Sums of hours before `limit` become sums of days; how many did.
std::int64_t fold_hours(SQLite::Database& file, const domain::time_zone& zone,
                        domain::wall_time limit) {
  const auto old = "start < " + std::to_string(millis(day_of(limit, zone)));
  sums_by_cell days;
  std::int64_t count = 0;
  std::int64_t last = 0;
  std::int64_t day = 0;
  // Whole hours only: the starts of a step end where its last cell is.
  SQLite::Statement end{file,
                        "SELECT max(start) FROM (SELECT start FROM hours"
                        " WHERE "
                            + old + " ORDER BY start LIMIT "
                            + std::to_string(most_at_once) + ")"};
  if (!end.executeStep() || end.getColumn(0).isNull())
    return 0;
  const auto until = end.getColumn(0).getInt64();
  end.reset();
  const auto which = "start <= " + std::to_string(until);
  each_cell(
      file, "hours", which,
      [&](const ledger_cell& cell, const ledger_sums& sums) {
        if (count++ == 0 || cell.start != last)
          day = millis(day_of(
              domain::wall_time{std::chrono::milliseconds{cell.start}}, zone));
        last = cell.start;
        days[{day, cell.names}].add(sums);
      });
  sums_table table{file, "days"};
  for (const auto& [cell, sums] : days)
    table.add(cell, sums);
  file.exec("DELETE FROM hours WHERE " + which);
  return count;
}

/// What was told of periods long ago, but for the newest of its kind: a period
/// may have no end.
void forget_fired(SQLite::Database& file, domain::wall_time limit) {
  SQLite::Statement remove{
      file,
      "DELETE FROM fired WHERE period_start < ? AND EXISTS (SELECT 1 FROM"
      " fired AS newer WHERE newer.budget = fired.budget AND newer.what ="
      " fired.what AND newer.percent = fired.percent AND"
      " newer.period_start > fired.period_start)"};
  remove.bind(1, millis(limit));
  remove.exec();
}

} // namespace

bool prune_step(SQLite::Database& file, ledger_state& state,
                const retention& keep, const domain::time_zone& zone,
                domain::wall_time now) {
  auto next = state;
  SQLite::Transaction step{file, SQLite::TransactionBehavior::IMMEDIATE};
  const auto rows = prune_rows(file, next, keep, now);
  const auto hours = fold_hours(file, zone, now - keep.hours);
  if (rows < most_at_once && hours < most_at_once)
    forget_fired(file, now - keep.hours);
  step.commit();
  state = next;
  return rows >= most_at_once || hours >= most_at_once;
}

} // namespace bellwether::storage
