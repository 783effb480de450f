#include "storage/ledger_backup.hpp"

#include "storage/ledger_database.hpp"
#include "storage/private_file.hpp"

#include <SQLiteCpp/Backup.h>

#include <cerrno>
#include <fcntl.h>
#include <sqlite3.h>
#include <string>
#include <system_error>

namespace bellwether::storage {

namespace fs = std::filesystem;

namespace {

void make_new_file(const fs::path& to) {
  const private_file made{to, O_RDWR | O_CREAT | O_EXCL};
  if (made.is_open())
    return;
  const int why = errno;
  if (why == EEXIST)
    fail(to, "is there already; name another file for the backup");
  fail(to, "cannot be written: " + reason(why) + "; name another place");
}

void copy(SQLite::Database& file, const fs::path& path, const fs::path& to) {
  constexpr int patience_ms = 5'000;
  SQLite::Database copy{to.string(), SQLite::OPEN_READWRITE, patience_ms};
  SQLite::Backup work{copy, file};
  // All at once: what others write meanwhile does not begin it anew.
  const int result = work.executeStep(-1);
  if (result != SQLITE_DONE)
    fail(path, SQLite::Exception{sqlite3_errstr(result), result});
}

} // namespace

void back_up(SQLite::Database& file, const fs::path& path, const fs::path& to) {
  make_new_file(to);
  try {
    in_sentences(to, [&] { copy(file, path, to); });
  } catch (...) {
    std::error_code ignored;
    fs::remove(to, ignored);
    throw;
  }
}

} // namespace bellwether::storage
