#include "storage/outbox_deliveries.hpp"

#include "storage/alert_json.hpp"

#include <openssl/rand.h>
#include <SQLiteCpp/Transaction.h>

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>

namespace bellwether::storage {

namespace {

using domain::wall_time;

constexpr const char* columns =
    "SELECT number, id, sink, message, state, tries, due, ended, status,"
    " answer FROM deliveries ";

/// Standard Webhooks wants no dot in it.
std::string make_id() {
  std::array<unsigned char, 16> chance{};
  if (RAND_bytes(chance.data(), chance.size()) != 1)
    throw std::runtime_error{"OpenSSL has no random numbers"};
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "msg_";
  for (const unsigned byte : chance) {
    out += digits[byte / 16];
    out += digits[byte % 16];
  }
  return out;
}

/// SQLite's numbers have a sign; nobody counts that far.
std::int64_t number_of(std::uint64_t n) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(std::min(n, std::uint64_t{most}));
}

delivery_state state_of(int stored) {
  return stored >= 0 && stored <= static_cast<int>(delivery_state::expired)
             ? static_cast<delivery_state>(stored)
             : delivery_state::rejected;
}

delivery read_row(const SQLite::Statement& row,
                  std::optional<domain::alert_message>& message) {
  delivery out;
  out.number = static_cast<std::uint64_t>(row.getColumn(0).getInt64());
  out.id = row.getColumn(1).getString();
  out.sink = row.getColumn(2).getString();
  message = read_message(row.getColumn(3).getString());
  out.message = message.value_or(domain::alert_message{});
  out.state = state_of(row.getColumn(4).getInt());
  out.tries = row.getColumn(5).getUInt();
  out.due = time_of(row.getColumn(6));
  if (!row.getColumn(7).isNull())
    out.ended = time_of(row.getColumn(7));
  out.status = row.getColumn(8).getInt();
  out.answer = row.getColumn(9).getString();
  return out;
}

/// The first number that the query finds for the sink, and what is bound.
std::optional<std::int64_t> find_number(
    const SQLite::Database& in, const std::string& sql, std::string_view sink,
    std::optional<std::int64_t> also = std::nullopt) {
  SQLite::Statement query{in, sql};
  query.bind(1, std::string{sink});
  if (also)
    query.bind(2, *also);
  if (!query.executeStep() || query.getColumn(0).isNull())
    return std::nullopt;
  return query.getColumn(0).getInt64();
}

/// The oldest one that is due. One that was not tried yet always is, whatever
/// the clock does.
std::optional<std::int64_t> oldest_due(const SQLite::Database& in,
                                       std::string_view sink, wall_time now) {
  const auto untried =
      find_number(in,
                  "SELECT min(number) FROM deliveries INDEXED BY untried"
                  " WHERE sink = ? AND state = 0 AND behind = 0 AND tries = 0",
                  sink);
  const auto tried =
      find_number(in,
                  "SELECT min(number) FROM deliveries INDEXED BY tried"
                  " WHERE sink = ? AND state = 0 AND behind = 0 AND tries > 0"
                  " AND due <= ?",
                  sink, milliseconds_of(now));
  if (untried && tried)
    return std::min(*untried, *tried);
  return untried ? untried : tried;
}

std::optional<wall_time> first_due(const SQLite::Database& in,
                                   std::string_view sink) {
  const auto found =
      find_number(in,
                  "SELECT min(due) FROM deliveries INDEXED BY tried"
                  " WHERE sink = ? AND state = 0 AND behind = 0 AND tries > 0",
                  sink);
  if (!found)
    return std::nullopt;
  return wall_time{std::chrono::milliseconds{*found}};
}

void add_to_counts(SQLite::Database& in, const std::string& sink,
                   bool delivered) {
  SQLite::Statement change{
      in,
      "INSERT INTO sinks VALUES(?1, ?2, ?3) ON CONFLICT(name) DO UPDATE SET"
      " delivered = delivered + ?2, failed = failed + ?3"};
  change.bind(1, sink);
  change.bind(2, delivered ? 1 : 0);
  change.bind(3, delivered ? 0 : 1);
  change.exec();
}

/// The next one of the same alert may be looked at.
void let_pass(SQLite::Database& in, const std::string& sink,
              std::int64_t alert) {
  SQLite::Statement change{
      in,
      "UPDATE deliveries SET behind = 0 WHERE number = (SELECT min(number)"
      " FROM deliveries INDEXED BY waiting"
      " WHERE sink = ? AND alert = ? AND state = 0)"};
  change.bind(1, sink);
  change.bind(2, alert);
  change.exec();
}

void close(SQLite::Database& in, std::uint64_t number, delivery_state state) {
  SQLite::Statement query{in,
                          "SELECT sink, alert FROM deliveries"
                          " WHERE number = ?"};
  query.bind(1, number_of(number));
  if (!query.executeStep())
    return;
  const auto sink = query.getColumn(0).getString();
  const auto alert = query.getColumn(1).getInt64();
  query.reset();
  add_to_counts(in, sink, state == delivery_state::delivered);
  let_pass(in, sink, alert);
}

} // namespace

std::int64_t milliseconds_of(wall_time t) {
  return t.time_since_epoch().count();
}

wall_time time_of(const SQLite::Column& column) {
  return wall_time{std::chrono::milliseconds{column.getInt64()}};
}

delivery_writer::delivery_writer(SQLite::Database& to)
    : insert_{to,
              "INSERT INTO deliveries(id, sink, alert, message, made, state,"
              " behind, tries, due, status, answer)"
              " VALUES(?1, ?2, ?3, ?4, ?5, 0, ?3 <> 0 AND EXISTS(SELECT 1"
              " FROM deliveries INDEXED BY waiting WHERE sink = ?2"
              " AND alert = ?3 AND state = 0), 0, ?5, 0, '')"},
      heard_{to,
             "INSERT INTO heard VALUES(?1, ?2, ?3)"
             " ON CONFLICT DO UPDATE SET at = ?3"} {}

void delivery_writer::add(const std::string& sink,
                          const domain::alert_message& message, wall_time now) {
  const auto alert = number_of(message.alert);
  insert_.bind(1, make_id());
  insert_.bind(2, sink);
  insert_.bind(3, alert);
  insert_.bind(4, write_message(message));
  insert_.bind(5, milliseconds_of(now));
  insert_.exec();
  insert_.reset();
  if (alert == 0)
    return;
  heard_.bind(1, sink);
  heard_.bind(2, alert);
  heard_.bind(3, milliseconds_of(now));
  heard_.exec();
  heard_.reset();
}

void end_try(SQLite::Database& in, const try_end& what) {
  const bool waits = what.state == delivery_state::waiting;
  SQLite::Statement change{
      in,
      "UPDATE deliveries SET state = ?2, tries = tries + ?3, due = ?4,"
      " ended = ?5, status = ?6, answer = ?7 WHERE number = ?1 AND state = 0"};
  change.bind(1, number_of(what.delivery));
  change.bind(2, static_cast<int>(what.state));
  // What is too old is not tried any more.
  change.bind(3, what.state == delivery_state::expired ? 0 : 1);
  change.bind(4, milliseconds_of(what.due));
  if (!waits)
    change.bind(5, milliseconds_of(what.now));
  change.bind(6, what.status);
  change.bind(7, what.answer);
  if (change.exec() == 1 && !waits)
    close(in, what.delivery, what.state);
}

std::optional<delivery> find_next(SQLite::Database& in, std::string_view sink,
                                  wall_time now,
                                  std::optional<wall_time>& next_due) {
  next_due.reset();
  while (const auto number = oldest_due(in, sink, now)) {
    SQLite::Statement query{in, std::string{columns} + "WHERE number = ?"};
    query.bind(1, *number);
    if (!query.executeStep())
      return std::nullopt;
    std::optional<domain::alert_message> message;
    auto out = read_row(query, message);
    query.reset();
    if (message)
      return out;
    SQLite::Transaction all{in, SQLite::TransactionBehavior::IMMEDIATE};
    end_try(in, {out.number, delivery_state::rejected, out.status,
                 "The stored message cannot be read: it is damaged, or of "
                 "another version of Bellwether.",
                 now, out.due});
    all.commit();
  }
  next_due = first_due(in, sink);
  return std::nullopt;
}

sink_counts count(const SQLite::Database& in, std::string_view sink) {
  sink_counts out;
  SQLite::Statement query{
      in,
      "SELECT count(*), (SELECT made FROM deliveries WHERE number ="
      " (SELECT min(number) FROM deliveries INDEXED BY waiting"
      " WHERE sink = ?1 AND state = 0)) FROM deliveries INDEXED BY waiting"
      " WHERE sink = ?1 AND state = 0"};
  query.bind(1, std::string{sink});
  query.executeStep();
  out.waiting = static_cast<std::size_t>(query.getColumn(0).getInt64());
  if (out.waiting != 0)
    out.oldest = time_of(query.getColumn(1));
  SQLite::Statement totals{in,
                           "SELECT delivered, failed FROM sinks"
                           " WHERE name = ?"};
  totals.bind(1, std::string{sink});
  if (totals.executeStep()) {
    out.delivered = static_cast<std::uint64_t>(totals.getColumn(0).getInt64());
    out.failed = static_cast<std::uint64_t>(totals.getColumn(1).getInt64());
  }
  return out;
}

std::vector<delivery> newest_deliveries(const SQLite::Database& in,
                                        std::size_t most) {
  std::vector<delivery> out;
  SQLite::Statement query{
      in, std::string{columns} + "ORDER BY number DESC LIMIT ?"};
  query.bind(1, number_of(most));
  std::optional<domain::alert_message> message;
  while (query.executeStep())
    out.push_back(read_row(query, message));
  return out;
}

} // namespace bellwether::storage
