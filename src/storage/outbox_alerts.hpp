#pragma once

#include "domain/alert.hpp"
#include "domain/alert_flood.hpp"
#include "domain/silence.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::storage {

// The rows of an outbox beside its deliveries. Who changes more than one thing
// does it in a transaction. What cannot be read is passed over: an alert that
// is still there is seen again.

void write_alerts(SQLite::Database& to,
                  const std::vector<domain::alert>& alerts);

/// What the query finds, whose first column is an alert.
std::vector<domain::alert> read_alerts(SQLite::Statement& from);

/// Of each sink; nothing: no more.
void write_all_folded(
    SQLite::Database& to,
    const std::map<std::string, std::optional<domain::folded_alerts>>& what);
std::map<std::string, domain::folded_alerts> read_all_folded(
    const SQLite::Database& from);

void write_silence(SQLite::Database& to, const domain::silence& what);
std::vector<domain::silence> read_silences(const SQLite::Database& from);

} // namespace bellwether::storage
