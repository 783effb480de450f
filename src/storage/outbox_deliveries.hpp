#pragma once

#include "domain/alert_message.hpp"
#include "domain/wall_time.hpp"
#include "storage/delivery.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::storage {

// The rows of an outbox's deliveries. Who changes more than one thing does it
// in a transaction.

std::int64_t milliseconds_of(domain::wall_time t);
domain::wall_time time_of(const SQLite::Column& column);

/// Adds deliveries. For one transaction.
class delivery_writer {
public:
  explicit delivery_writer(SQLite::Database& to);

  void add(const std::string& sink, const domain::alert_message& message,
           domain::wall_time now);

private:
  SQLite::Statement insert_;
  SQLite::Statement heard_;
};

/// A try's end, or that of all tries.
struct try_end {
  std::uint64_t delivery = 0;
  delivery_state state = delivery_state::waiting;
  int status = 0;
  std::string answer;
  domain::wall_time now;
  domain::wall_time due;
};

/// Nothing happens to a delivery that does not wait any more.
void end_try(SQLite::Database& in, const try_end& what);

/// As outbox::next; what cannot be read is rejected on the way.
std::optional<delivery> find_next(SQLite::Database& in, std::string_view sink,
                                  domain::wall_time now,
                                  std::optional<domain::wall_time>& next_due);

sink_counts count(const SQLite::Database& in, std::string_view sink);

/// The newest first. One that cannot be read has no message.
std::vector<delivery> newest_deliveries(const SQLite::Database& in,
                                        std::size_t most);

} // namespace bellwether::storage
