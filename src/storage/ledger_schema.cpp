#include "storage/ledger_schema.hpp"

#include <array>
#include <string>

namespace bellwether::storage {

namespace {

/// "BWLG": what tells a ledger from other programs' files.
constexpr std::int64_t application = 0x42574C47;

// `past` is how long after the start of its sum's hour an attempt ended: the
// zone may have changed since. `flags`: 1 priced, 2 estimated, 4 stream.
constexpr const char* tables = R"sql(
CREATE TABLE meta(
  id INTEGER PRIMARY KEY CHECK (id = 1),
  committed INTEGER NOT NULL,
  newest_number INTEGER NOT NULL,
  newest_hash BLOB NOT NULL,
  anchor_number INTEGER NOT NULL,
  anchor_hash BLOB NOT NULL,
  zone TEXT NOT NULL) STRICT;
INSERT INTO meta VALUES(1, 0, 0, zeroblob(32), 0, zeroblob(32), '');
CREATE TABLE names(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE attempts(
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  past INTEGER NOT NULL,
  reservation INTEGER NOT NULL,
  request_id TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  key INTEGER NOT NULL,
  team INTEGER NOT NULL,
  route INTEGER NOT NULL,
  provider INTEGER NOT NULL,
  model INTEGER NOT NULL,
  prompt INTEGER NOT NULL,
  cached INTEGER NOT NULL,
  cache_write INTEGER NOT NULL,
  completion INTEGER NOT NULL,
  reasoning INTEGER NOT NULL,
  cost INTEGER NOT NULL,
  dearest INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  failure TEXT NOT NULL,
  latency INTEGER NOT NULL,
  first_token INTEGER,
  metadata TEXT NOT NULL,
  hash BLOB NOT NULL) STRICT;
CREATE TABLE reservations(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
CREATE TABLE fired(
  budget TEXT NOT NULL,
  what INTEGER NOT NULL,
  percent INTEGER NOT NULL,
  period_start INTEGER NOT NULL,
  PRIMARY KEY(budget, what, percent, period_start)) STRICT, WITHOUT ROWID;
)sql";

/// Sums of the attempts of an hour or a day, which begins at `start`.
std::string sums_table(const std::string& name) {
  return "CREATE TABLE " + name + R"sql((
  start INTEGER NOT NULL,
  key INTEGER NOT NULL,
  team INTEGER NOT NULL,
  route INTEGER NOT NULL,
  provider INTEGER NOT NULL,
  model INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  requests INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  prompt INTEGER NOT NULL,
  cached INTEGER NOT NULL,
  cache_write INTEGER NOT NULL,
  completion INTEGER NOT NULL,
  reasoning INTEGER NOT NULL,
  cost INTEGER NOT NULL,
  estimated INTEGER NOT NULL,
  wasted INTEGER NOT NULL,
  dearest INTEGER NOT NULL,
  probes INTEGER NOT NULL,
  first_number INTEGER NOT NULL,
  last_number INTEGER NOT NULL,
  PRIMARY KEY(start, key, team, route, provider, model))
  STRICT, WITHOUT ROWID;
)sql";
}

// For people at the sqlite3 shell.
constexpr const char* view = R"sql(
CREATE VIEW attempts_view AS SELECT
  number,
  strftime('%Y-%m-%dT%H:%M:%S', at / 1000, 'unixepoch')
    || printf('.%03dZ', at % 1000) AS time,
  request_id,
  attempt,
  (SELECT text FROM names WHERE id = key) AS key,
  (SELECT text FROM names WHERE id = team) AS team,
  (SELECT text FROM names WHERE id = route) AS route,
  (SELECT text FROM names WHERE id = provider) AS provider,
  (SELECT text FROM names WHERE id = model) AS model,
  prompt, cached, cache_write, completion, reasoning,
  printf('%d.%09d', cost / 1000000000, cost % 1000000000) AS cost_usd,
  printf('%d.%09d', dearest / 1000000000, dearest % 1000000000)
    AS dearest_usd,
  (flags & 1) AS priced,
  (flags & 2) / 2 AS estimated,
  (flags & 4) / 4 AS stream,
  CASE outcome WHEN 0 THEN 'answered' WHEN 1 THEN 'failed'
    WHEN 2 THEN 'broken' WHEN 3 THEN 'cancelled' WHEN 4 THEN 'lost'
    WHEN 5 THEN 'interrupted' WHEN 6 THEN 'probe' ELSE 'unknown' END
    AS outcome,
  failure,
  latency / 1000.0 AS latency_ms,
  first_token / 1000.0 AS first_token_ms,
  metadata,
  lower(hex(hash)) AS hash
FROM attempts;
)sql";

void make_tables(SQLite::Database& in) {
  in.exec(tables);
  in.exec(sums_table("hours"));
  in.exec(sums_table("days"));
  in.exec(view);
}

constexpr std::array<void (*)(SQLite::Database&), 1> steps{make_tables};

// What is not yet on the disk when the power fails is in the journal still.
constexpr const char* tuning = R"sql(
PRAGMA cache_size = -16000;
PRAGMA synchronous = NORMAL;
PRAGMA wal_autocheckpoint = 2000;
PRAGMA journal_size_limit = 16777216;
)sql";

} // namespace

const sqlite_schema& ledger_schema() {
  static const sqlite_schema known{"ledger", application, tuning, steps};
  return known;
}

} // namespace bellwether::storage
