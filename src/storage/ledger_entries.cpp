#include "storage/ledger_reports.hpp"
#include "storage/ledger_rows.hpp"

#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

namespace bellwether::storage {

namespace {

using domain::wall_time;
using std::chrono::milliseconds;

constexpr std::size_t most_entries = 1'000;
constexpr std::int64_t outputs_of_rows = 20'000;
constexpr std::size_t most_outputs = 256;

struct bounds {
  std::int64_t first = 0;
  std::int64_t last = -1; ///< before `first`: none
};

/// Between which numbers the rows are that a span and a scope leave: the sums
/// know, however wrong the clock went.
bounds find_bounds(const ledger_view& of, const domain::time_span& span,
                   const std::string& only) {
  using std::chrono::hours;
  const auto part = [&](const char* table, milliseconds length) {
    return std::string{"SELECT first_number, last_number FROM "} + table
           + " WHERE " + overlaps(span, length) + only;
  };
  SQLite::Statement query{of.file,
                          "SELECT min(first_number), max(last_number) FROM ("
                              + part("hours", hours{1}) + " UNION ALL "
                              + part("days", hours{25}) + ")"};
  if (!query.executeStep() || query.getColumn(0).isNull())
    return {};
  return {query.getColumn(0).getInt64(), query.getColumn(1).getInt64()};
}

std::string condition_of(const ledger_view& of, const entries_query& q) {
  const auto only = of.names.condition(q.only);
  const auto millis = [](wall_time t) {
    return std::to_string(t.time_since_epoch().count());
  };
  std::string out = only;
  if (q.from || q.to || !only.empty()) {
    const auto within = find_bounds(
        of,
        {q.from.value_or(wall_time::min()), q.to.value_or(wall_time::max())},
        only);
    out += " AND number BETWEEN " + std::to_string(within.first) + " AND "
           + std::to_string(within.last);
  }
  if (q.from)
    out += " AND at >= " + millis(*q.from);
  if (q.to)
    out += " AND at < " + millis(*q.to);
  if (q.outcome)
    out += " AND outcome = " + std::to_string(static_cast<int>(*q.outcome));
  return out;
}

/// The text for SQL, whatever is in it.
std::string quoted(const std::string& text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out = "CAST(x'";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4U];
    out += digits[byte & 0xFU];
  }
  return out + "' AS TEXT)";
}

} // namespace

entries_page find_entries(const ledger_view& of, const entries_query& q) {
  const auto limit = std::clamp<std::size_t>(q.limit, 1, most_entries);
  constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
  std::string which = "WHERE number < "
                      + std::to_string(std::min(q.before.value_or(most), most))
                      + condition_of(of, q);
  if (!q.request_id.empty())
    which += " AND request_id = " + quoted(q.request_id);
  row_reader rows{
      of.file, of.names,
      which + " ORDER BY number DESC LIMIT " + std::to_string(limit + 1)};
  entries_page out;
  while (rows.next()) {
    if (out.entries.size() == limit) {
      out.next = out.entries.back().number;
      break;
    }
    auto row = rows.row();
    out.entries.push_back({static_cast<std::uint64_t>(row.number),
                           std::move(row.what), to_hex(row.hash)});
  }
  return out;
}

std::vector<ledger_store::recent_output> find_outputs(const ledger_view& of) {
  SQLite::Statement query{
      of.file,
      "SELECT route, provider, model, completion FROM attempts WHERE"
      " number > (SELECT max(number) FROM attempts) - "
          + std::to_string(outputs_of_rows)
          + " AND outcome = 0 ORDER BY number DESC"};
  std::map<std::tuple<std::int64_t, std::int64_t, std::int64_t>, std::size_t>
      seen;
  std::vector<ledger_store::recent_output> out;
  while (query.executeStep()) {
    const std::tuple ids{query.getColumn(0).getInt64(),
                         query.getColumn(1).getInt64(),
                         query.getColumn(2).getInt64()};
    if (++seen[ids] > most_outputs)
      continue;
    out.push_back(
        {of.names.text(std::get<0>(ids)), of.names.text(std::get<1>(ids)),
         of.names.text(std::get<2>(ids)), query.getColumn(3).getInt64()});
  }
  std::reverse(out.begin(), out.end());
  return out;
}

} // namespace bellwether::storage
