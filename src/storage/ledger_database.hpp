#pragma once

#include "storage/ledger_store.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <filesystem>
#include <string>

namespace bellwether::storage {

/// Opens the ledger's file with the settings it needs, made by an owner if it
/// is not there. Throws std::runtime_error with a sentence for the operator.
SQLite::Database open_database(const std::filesystem::path& file,
                               ledger_access access);

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

/// The value of a pragma that is a number.
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
