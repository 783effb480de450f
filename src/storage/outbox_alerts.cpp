#include "storage/outbox_alerts.hpp"

#include "storage/alert_json.hpp"
#include "storage/outbox_deliveries.hpp"

#include <utility>

namespace bellwether::storage {

namespace {

/// Nothing: its rule is of a newer version. It must not silence all instead.
std::optional<domain::silence> silence_of(const SQLite::Statement& row) {
  domain::silence out;
  out.id = static_cast<std::uint64_t>(row.getColumn(0).getInt64());
  if (!row.getColumn(1).isNull()) {
    out.rule = domain::parse_alert_rule(row.getColumn(1).getString());
    if (!out.rule)
      return std::nullopt;
  }
  out.entity = row.getColumn(2).getString();
  out.reason = row.getColumn(3).getString();
  out.from = time_of(row.getColumn(4));
  out.until = time_of(row.getColumn(5));
  return out;
}

} // namespace

void write_alerts(SQLite::Database& to,
                  const std::vector<domain::alert>& alerts) {
  SQLite::Statement write{to, "INSERT OR REPLACE INTO alerts VALUES(?, ?, ?)"};
  SQLite::Statement newest{to,
                           "UPDATE meta SET last_alert = max(last_alert, ?)"};
  for (const auto& each : alerts) {
    const auto number = static_cast<std::int64_t>(each.number);
    write.bind(1, number);
    if (each.state == domain::alert_state::resolved)
      write.bind(2,
                 milliseconds_of(each.resolved.value_or(domain::wall_time{})));
    else
      write.bind(2);
    write.bind(3, write_alert(each));
    write.exec();
    write.reset();
    newest.bind(1, number);
    newest.exec();
    newest.reset();
  }
}

std::vector<domain::alert> read_alerts(SQLite::Statement& from) {
  std::vector<domain::alert> out;
  while (from.executeStep())
    if (auto known = read_alert(from.getColumn(0).getString()))
      out.push_back(std::move(*known));
  return out;
}

void write_all_folded(
    SQLite::Database& to,
    const std::map<std::string, std::optional<domain::folded_alerts>>& what) {
  SQLite::Statement write{to, "INSERT OR REPLACE INTO folded VALUES(?, ?)"};
  SQLite::Statement remove{to, "DELETE FROM folded WHERE sink = ?"};
  for (const auto& [sink, alerts] : what) {
    auto& change = alerts ? write : remove;
    change.bind(1, sink);
    if (alerts)
      change.bind(2, write_folded(*alerts));
    change.exec();
    change.reset();
  }
}

void write_silence(SQLite::Database& to, const domain::silence& what) {
  SQLite::Statement write{
      to, "INSERT OR REPLACE INTO silences VALUES(?, ?, ?, ?, ?, ?)"};
  write.bind(1, static_cast<std::int64_t>(what.id));
  if (what.rule)
    write.bind(2, std::string{domain::to_string(*what.rule)});
  write.bind(3, what.entity);
  write.bind(4, what.reason);
  write.bind(5, milliseconds_of(what.from));
  write.bind(6, milliseconds_of(what.until));
  write.exec();
}

std::map<std::string, domain::folded_alerts> read_all_folded(
    const SQLite::Database& from) {
  std::map<std::string, domain::folded_alerts> out;
  SQLite::Statement query{from, "SELECT sink, alerts FROM folded"};
  while (query.executeStep())
    if (auto known = read_folded(query.getColumn(1).getString()))
      out.emplace(query.getColumn(0).getString(), std::move(*known));
  return out;
}

std::vector<domain::silence> read_silences(const SQLite::Database& from) {
  std::vector<domain::silence> out;
  SQLite::Statement query{from, "SELECT * FROM silences ORDER BY id"};
  while (query.executeStep())
    if (auto known = silence_of(query))
      out.push_back(std::move(*known));
  return out;
}

} // namespace bellwether::storage
