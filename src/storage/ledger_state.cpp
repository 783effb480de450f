#include "storage/ledger_state.hpp"

#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <sqlite3.h>

namespace bellwether::storage {

namespace {

digest read_digest(const SQLite::Column& from) {
  digest out{};
  const auto size =
      std::min(out.size(), static_cast<std::size_t>(from.getBytes()));
  std::copy_n(static_cast<const unsigned char*>(from.getBlob()), size,
              out.begin());
  return out;
}

void bind(SQLite::Statement& to, int at, const digest& value) {
  to.bindNoCopy(at, value.data(), static_cast<int>(value.size()));
}

} // namespace

ledger_state read_state(const SQLite::Database& from) {
  SQLite::Statement query{
      from,
      "SELECT committed, newest_number, newest_hash, anchor_number,"
      " anchor_hash FROM meta WHERE id = 1"};
  if (!query.executeStep())
    throw SQLite::Exception{"its table meta is empty", SQLITE_CORRUPT};
  return {query.getColumn(0).getInt64(), query.getColumn(1).getInt64(),
          read_digest(query.getColumn(2)), query.getColumn(3).getInt64(),
          read_digest(query.getColumn(4))};
}

void write_state(SQLite::Database& to, const ledger_state& state) {
  SQLite::Statement update{
      to,
      "UPDATE meta SET committed = ?, newest_number = ?, newest_hash = ?,"
      " anchor_number = ?, anchor_hash = ? WHERE id = 1"};
  update.bind(1, state.committed);
  update.bind(2, state.newest_number);
  bind(update, 3, state.newest_hash);
  update.bind(4, state.anchor_number);
  bind(update, 5, state.anchor_hash);
  update.exec();
}

void write_zone(SQLite::Database& to, const std::string& zone) {
  SQLite::Statement update{to, "UPDATE meta SET zone = ?1 WHERE zone <> ?1"};
  update.bindNoCopy(1, zone);
  update.exec();
}

} // namespace bellwether::storage
