#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace bellwether::storage {

/// What a database of this program is, and how its tables come about.
struct sqlite_schema {
  std::string name;             ///< "ledger": for sentences
  std::int64_t application = 0; ///< tells it from other programs' files
  std::string tuning;           ///< pragmas of an owner's connection
  /// Step i brings schema i to i + 1, in one transaction.
  std::span<void (*const)(SQLite::Database&)> steps;
};

/// Opens a database in WAL mode, private to its owner; "" is one in memory. An
/// owner makes it if it is not there, and brings an older schema up to date. A
/// newer one, and what is no such database, is refused. Throws
/// std::runtime_error with a sentence for the operator.
SQLite::Database open_sqlite(const std::filesystem::path& file,
                             const sqlite_schema& schema, bool owns);

/// Throws std::runtime_error: what SQLite could not do, and what helps.
[[noreturn]] void fail(const std::filesystem::path& file,
                       const SQLite::Exception& why);

/// What `work` returns; what SQLite throws meanwhile is told in a sentence.
template <class Work>
decltype(auto) in_sentences(const std::filesystem::path& file,
                            const Work& work) {
  try {
    return work();
  } catch (const SQLite::Exception& why) {
    fail(file, why);
  }
}

/// The first number that the query finds, such as a pragma's value; else 0.
std::int64_t read_number(const SQLite::Database& from, const std::string& sql);

/// A statement that is ready to be bound again when this is destroyed.
class fresh_use {
public:
  explicit fresh_use(SQLite::Statement& of) : statement_{of} {}
  ~fresh_use() { statement_.tryReset(); }
  fresh_use(const fresh_use&) = delete;
  fresh_use& operator=(const fresh_use&) = delete;

private:
  SQLite::Statement& statement_;
};

} // namespace bellwether::storage
