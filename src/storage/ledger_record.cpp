#include "storage/ledger_record.hpp"

#include "storage/byte_reader.hpp"
#include "storage/byte_writer.hpp"

#include <limits>

namespace bellwether::storage {

namespace {

using domain::entry_outcome;
using domain::fired_mark;
using domain::ledger_entry;
using domain::ledger_reservation;
using domain::money;

constexpr std::uint8_t version = 1;

enum class record_kind : std::uint8_t { reservation = 1, entry, fired };

// An entry's yes and no, in one byte.
constexpr std::uint8_t is_priced = 1;
constexpr std::uint8_t is_estimated = 2;
constexpr std::uint8_t is_stream = 4;
constexpr std::uint8_t has_first_token = 8;
constexpr std::uint8_t all_flags = 15;

/// More numbers and lengths than any record has.
constexpr std::size_t most_numbers = 32;

std::uint8_t flag(bool is, std::uint8_t bit) {
  return is ? bit : std::uint8_t{0};
}

template <class Enum>
std::uint8_t code(Enum value) {
  return static_cast<std::uint8_t>(value);
}

std::size_t bytes_of(const domain::spender& who) {
  return who.key.size() + who.team.size() + who.route.size()
         + who.provider.size() + who.model.size();
}

/// Room for a record whose texts have so many bytes.
std::size_t room(std::size_t text_bytes) {
  return most_numbers * byte_writer::most_of_number + text_bytes;
}

void head(record_kind kind, byte_writer& to) {
  to.byte(version);
  to.byte(code(kind));
}

void write(domain::wall_time at, byte_writer& to) {
  to.signed_number(at.time_since_epoch().count());
}

void write(const domain::spender& who, byte_writer& to) {
  to.text(who.key);
  to.text(who.team);
  to.text(who.route);
  to.text(who.provider);
  to.text(who.model);
}

void write(const domain::usage& used, byte_writer& to) {
  to.signed_number(used.prompt);
  to.signed_number(used.cached);
  to.signed_number(used.cache_write);
  to.signed_number(used.completion);
  to.signed_number(used.reasoning);
}

domain::wall_time read_time(byte_reader& from) {
  return domain::wall_time{std::chrono::milliseconds{from.signed_number()}};
}

unsigned read_attempt(byte_reader& from) {
  return static_cast<unsigned>(
      from.number(std::numeric_limits<unsigned>::max()));
}

// The fields are read in the order in which they stand in the braces.

domain::spender read_spender(byte_reader& from) {
  return {from.text(), from.text(), from.text(), from.text(), from.text()};
}

domain::usage read_usage(byte_reader& from) {
  return {from.signed_number(), from.signed_number(), from.signed_number(),
          from.signed_number(), from.signed_number()};
}

ledger_reservation read_reservation(byte_reader& from) {
  return {from.number(),      read_time(from),
          from.text(),        read_attempt(from),
          read_spender(from), money::nanos(from.signed_number()),
          read_usage(from),   from.byte(1) != 0,
          from.text()};
}

ledger_entry read_entry(byte_reader& from) {
  ledger_entry out;
  const unsigned flags = from.byte(all_flags);
  out.priced = (flags & is_priced) != 0;
  out.estimated = (flags & is_estimated) != 0;
  out.stream = (flags & is_stream) != 0;
  out.outcome =
      static_cast<entry_outcome>(from.byte(code(entry_outcome::probe)));
  out.reservation = from.number();
  out.at = read_time(from);
  out.request_id = from.text();
  out.attempt = read_attempt(from);
  out.who = read_spender(from);
  out.used = read_usage(from);
  out.cost = money::nanos(from.signed_number());
  out.dearest = money::nanos(from.signed_number());
  out.failure = from.text();
  out.latency = std::chrono::microseconds{from.signed_number()};
  if ((flags & has_first_token) != 0)
    out.first_token = std::chrono::microseconds{from.signed_number()};
  out.metadata = from.text();
  return out;
}

fired_mark read_fired(byte_reader& from) {
  using kind = domain::budget_event::kind;
  fired_mark out;
  out.budget = from.text();
  out.period_start = read_time(from);
  out.what = static_cast<kind>(from.byte(code(kind::exhausted)));
  const auto percent = from.signed_number();
  out.percent = static_cast<int>(percent);
  if (out.percent != percent)
    from.refuse();
  return out;
}

ledger_record read(record_kind kind, byte_reader& from) {
  switch (kind) {
    case record_kind::reservation:
      return read_reservation(from);
    case record_kind::entry:
      return read_entry(from);
    case record_kind::fired:
      return read_fired(from);
  }
  from.refuse();
  return {};
}

} // namespace

void encode(const ledger_reservation& record, std::string& to) {
  byte_writer out{to, room(bytes_of(record.who) + record.request_id.size()
                           + record.metadata.size())};
  head(record_kind::reservation, out);
  out.number(record.id);
  write(record.at, out);
  out.text(record.request_id);
  out.number(record.attempt);
  write(record.who, out);
  out.signed_number(record.amount.nanos());
  write(record.expected, out);
  out.byte(flag(record.stream, 1));
  out.text(record.metadata);
}

void encode(const ledger_entry& record, std::string& to) {
  byte_writer out{to, room(bytes_of(record.who) + record.request_id.size()
                           + record.failure.size() + record.metadata.size())};
  head(record_kind::entry, out);
  out.byte(static_cast<std::uint8_t>(
      flag(record.priced, is_priced) | flag(record.estimated, is_estimated)
      | flag(record.stream, is_stream)
      | flag(record.first_token.has_value(), has_first_token)));
  out.byte(code(record.outcome));
  out.number(record.reservation);
  write(record.at, out);
  out.text(record.request_id);
  out.number(record.attempt);
  write(record.who, out);
  write(record.used, out);
  out.signed_number(record.cost.nanos());
  out.signed_number(record.dearest.nanos());
  out.text(record.failure);
  out.signed_number(record.latency.count());
  if (record.first_token)
    out.signed_number(record.first_token->count());
  out.text(record.metadata);
}

void encode(const fired_mark& record, std::string& to) {
  byte_writer out{to, room(record.budget.size())};
  head(record_kind::fired, out);
  out.text(record.budget);
  write(record.period_start, out);
  out.byte(code(record.what));
  out.signed_number(record.percent);
}

void encode(const ledger_record& record, std::string& to) {
  std::visit([&](const auto& one) { encode(one, to); }, record);
}

std::string encode(const ledger_record& record) {
  std::string out;
  encode(record, out);
  return out;
}

std::optional<ledger_record> decode(std::string_view bytes) {
  byte_reader from{bytes};
  if (from.byte() != version)
    return {};
  auto out = read(static_cast<record_kind>(from.byte()), from);
  if (!from.is_done())
    return {};
  return out;
}

} // namespace bellwether::storage
