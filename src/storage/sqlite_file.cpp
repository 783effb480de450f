#include "storage/sqlite_file.hpp"

#include "storage/private_file.hpp"

#include <SQLiteCpp/Transaction.h>

#include <cerrno>
#include <fcntl.h>
#include <sqlite3.h>
#include <system_error>

namespace bellwether::storage {

namespace fs = std::filesystem;

namespace {

/// How long another program may hold the file.
constexpr int patience_ms = 5'000;

std::string remedy(int code) {
  switch (code) {
    case SQLITE_FULL:
      return "; the disk is full: free some space";
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return "; it cannot be written to: give it and its folder to this user";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "; it is damaged: restore a backup or move it away";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "; another program holds it: end that program";
    case SQLITE_CANTOPEN:
      return "; see that it is there and that its folder belongs to this user";
    case SQLITE_IOERR:
      return "; the disk does not work: see the system's log";
    default:
      return "; restore a backup if it stays so";
  }
}

/// SQLite would make a file that everybody may read.
void make_file(const fs::path& file) {
  const private_file made{file, O_RDWR | O_CREAT};
  if (!made.is_open())
    fail(file, "cannot be opened: " + reason(errno)
                   + "; give it and its folder to this user");
}

std::int64_t version_of(const SQLite::Database& file) {
  return read_number(file, "PRAGMA user_version");
}

std::int64_t newest_of(const sqlite_schema& schema) {
  return static_cast<std::int64_t>(schema.steps.size());
}

void check(const SQLite::Database& of, const fs::path& file,
           const sqlite_schema& schema) {
  const auto version = version_of(of);
  const auto program = read_number(of, "PRAGMA application_id");
  const auto things = read_number(of, "SELECT count(*) FROM sqlite_master");
  if (things != 0 && program != schema.application)
    fail(file, "is a file of another program; move it away");
  if (version > newest_of(schema))
    fail(file, "is of a newer version of Bellwether (schema "
                   + std::to_string(version) + ", known is "
                   + std::to_string(newest_of(schema))
                   + "); use that version, or move the file away");
}

void tune(SQLite::Database& to, const sqlite_schema& schema) {
  // Only a file without tables takes these two.
  to.exec("PRAGMA auto_vacuum = INCREMENTAL");
  SQLite::Statement{to, "PRAGMA journal_mode = WAL"}.executeStep();
  to.exec(schema.tuning);
}

void bring_up_to_date(SQLite::Database& what, const sqlite_schema& schema) {
  for (auto version = version_of(what); version < newest_of(schema);
       ++version) {
    SQLite::Transaction step{what, SQLite::TransactionBehavior::IMMEDIATE};
    what.exec("PRAGMA application_id = " + std::to_string(schema.application));
    schema.steps[static_cast<std::size_t>(version)](what);
    what.exec("PRAGMA user_version = " + std::to_string(version + 1));
    step.commit();
  }
}

SQLite::Database open(const fs::path& file, const sqlite_schema& schema,
                      bool owns) {
  const int how = owns ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE
                       : SQLite::OPEN_READONLY;
  // One thread at a time: SQLite need not lock for each call.
  SQLite::Database out{file.empty() ? ":memory:" : file.string(),
                       how | SQLite::OPEN_NOMUTEX, patience_ms};
  if (owns && sqlite3_db_readonly(out.getHandle(), "main") == 1)
    fail(file, "cannot be written to; give it and its folder to this user");
  out.exec("PRAGMA temp_store = MEMORY");
  check(out, file, schema);
  if (owns) {
    tune(out, schema);
    bring_up_to_date(out, schema);
  } else if (version_of(out) != newest_of(schema)) {
    fail(file,
         "is of an older version; start the daemon once, which brings "
         "it up to date");
  }
  return out;
}

} // namespace

void fail(const fs::path& file, const SQLite::Exception& why) {
  fail(file.empty() ? fs::path{"the database in memory"} : file,
       std::string{why.what()} + remedy(why.getErrorCode()));
}

std::int64_t read_number(const SQLite::Database& from, const std::string& sql) {
  SQLite::Statement query{from, sql};
  return query.executeStep() ? query.getColumn(0).getInt64() : 0;
}

SQLite::Database open_sqlite(const fs::path& file, const sqlite_schema& schema,
                             bool owns) {
  if (!file.empty() && owns)
    make_file(file);
  std::error_code unknown;
  if (!file.empty() && !fs::exists(file, unknown))
    fail(file, "is not there; name the state_dir of a daemon that has run");
  try {
    return open(file, schema, owns);
  } catch (const SQLite::Exception& why) {
    if (why.getErrorCode() == SQLITE_NOTADB)
      fail(file, "is no " + schema.name + ": move it away or restore a backup");
    fail(file, why);
  }
}

} // namespace bellwether::storage
