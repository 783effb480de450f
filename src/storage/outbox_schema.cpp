#include "storage/outbox_schema.hpp"

#include <array>

namespace bellwether::storage {

namespace {

/// "BWAL": what tells an outbox from other programs' files.
constexpr std::int64_t application = 0x4257414C;

// Times are milliseconds since 1970. A delivery's `state` is that of
// storage::delivery_state; `behind`: an earlier one of the same alert and sink
// waits, so that this one is not looked at. `heard` and `sinks` outlive the
// deliveries that they tell of.
constexpr const char* tables = R"sql(
CREATE TABLE meta(
  id INTEGER PRIMARY KEY CHECK (id = 1),
  alive INTEGER,
  stopped INTEGER NOT NULL,
  last_alert INTEGER NOT NULL,
  last_digest INTEGER) STRICT;
INSERT INTO meta VALUES(1, NULL, 1, 0, NULL);
CREATE TABLE alerts(
  number INTEGER PRIMARY KEY,
  resolved INTEGER,
  alert TEXT NOT NULL) STRICT;
CREATE INDEX open_alerts ON alerts(number) WHERE resolved IS NULL;
CREATE INDEX ended_alerts ON alerts(resolved, number)
  WHERE resolved IS NOT NULL;
CREATE TABLE deliveries(
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  sink TEXT NOT NULL,
  alert INTEGER NOT NULL,
  message TEXT NOT NULL,
  made INTEGER NOT NULL,
  state INTEGER NOT NULL,
  behind INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  due INTEGER NOT NULL,
  ended INTEGER,
  status INTEGER NOT NULL,
  answer TEXT NOT NULL) STRICT;
CREATE INDEX waiting ON deliveries(sink, alert, number) WHERE state = 0;
CREATE INDEX untried ON deliveries(sink, number)
  WHERE state = 0 AND behind = 0 AND tries = 0;
CREATE INDEX tried ON deliveries(sink, due, number)
  WHERE state = 0 AND behind = 0 AND tries > 0;
CREATE INDEX ended ON deliveries(ended) WHERE ended IS NOT NULL;
CREATE TABLE heard(
  sink TEXT NOT NULL,
  alert INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY(sink, alert)) STRICT, WITHOUT ROWID;
CREATE TABLE sinks(
  name TEXT PRIMARY KEY,
  delivered INTEGER NOT NULL,
  failed INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE folded(sink TEXT PRIMARY KEY, alerts TEXT NOT NULL)
  STRICT, WITHOUT ROWID;
CREATE TABLE silences(
  id INTEGER PRIMARY KEY,
  rule TEXT,
  entity TEXT NOT NULL,
  reason TEXT NOT NULL,
  begins INTEGER NOT NULL,
  ends INTEGER NOT NULL) STRICT;
)sql";

// For people at the sqlite3 shell.
constexpr const char* view = R"sql(
CREATE VIEW deliveries_view AS SELECT
  number,
  id,
  sink,
  alert,
  strftime('%Y-%m-%dT%H:%M:%SZ', made / 1000, 'unixepoch') AS made,
  CASE state WHEN 0 THEN 'waiting' WHEN 1 THEN 'delivered'
    WHEN 2 THEN 'rejected' WHEN 3 THEN 'expired' ELSE 'unknown' END AS state,
  tries,
  strftime('%Y-%m-%dT%H:%M:%SZ', due / 1000, 'unixepoch') AS due,
  status,
  answer,
  iif(json_valid(message), json_extract(message, '$.title'), '') AS title
FROM deliveries;
)sql";

void make_tables(SQLite::Database& in) {
  in.exec(tables);
  in.exec(view);
}

constexpr std::array<void (*)(SQLite::Database&), 1> steps{make_tables};

// Nothing else remembers an alert: it must be on the disk before it is sent.
constexpr const char* tuning = R"sql(
PRAGMA cache_size = -4000;
PRAGMA synchronous = FULL;
PRAGMA wal_autocheckpoint = 500;
PRAGMA journal_size_limit = 4194304;
)sql";

} // namespace

const sqlite_schema& outbox_schema() {
  static const sqlite_schema known{"file of alerts", application, tuning,
                                   steps};
  return known;
}

} // namespace bellwether::storage
