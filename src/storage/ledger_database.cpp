#include "storage/ledger_database.hpp"

#include "storage/ledger_schema.hpp"
#include "storage/private_file.hpp"

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
    case SQLITE_NOTADB:
      return "; it is no ledger: move it away or restore a backup";
    case SQLITE_CORRUPT:
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

void tune(SQLite::Database& to) {
  // Only a file without tables takes these two.
  to.exec("PRAGMA auto_vacuum = INCREMENTAL");
  SQLite::Statement{to, "PRAGMA journal_mode = WAL"}.executeStep();
  // What is not yet on the disk when the power fails is in the journal still.
  to.exec("PRAGMA synchronous = NORMAL");
  SQLite::Statement{to, "PRAGMA wal_autocheckpoint = 2000"}.executeStep();
  SQLite::Statement{to, "PRAGMA journal_size_limit = 16777216"}.executeStep();
}

} // namespace

void fail(const fs::path& file, const SQLite::Exception& why) {
  fail(file.empty() ? fs::path{"the ledger"} : file,
       std::string{why.what()} + remedy(why.getErrorCode()));
}

std::int64_t read_number(const SQLite::Database& from, const std::string& sql) {
  SQLite::Statement query{from, sql};
  return query.executeStep() ? query.getColumn(0).getInt64() : 0;
}

SQLite::Database open_database(const fs::path& file, ledger_access access) {
  const bool owns = access == ledger_access::owner;
  if (!file.empty() && owns)
    make_file(file);
  std::error_code unknown;
  if (!file.empty() && !fs::exists(file, unknown))
    fail(file, "is not there; name the state_dir of a daemon that has run");
  return in_sentences(file, [&] {
    const int how = owns ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE
                         : SQLite::OPEN_READONLY;
    // One thread at a time: SQLite need not lock for each call.
    SQLite::Database out{file.empty() ? ":memory:" : file.string(),
                         how | SQLite::OPEN_NOMUTEX, patience_ms};
    if (owns && sqlite3_db_readonly(out.getHandle(), "main") == 1)
      fail(file, "cannot be written to; give it and its folder to this user");
    out.exec("PRAGMA temp_store = MEMORY");
    out.exec("PRAGMA cache_size = -16000");
    check_schema(out, file);
    if (owns) {
      tune(out);
      bring_up_to_date(out);
    } else if (schema_version(out) != newest_schema) {
      fail(file,
           "is of an older version; start the daemon once, which brings "
           "it up to date");
    }
    return out;
  });
}

} // namespace bellwether::storage
