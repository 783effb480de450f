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
constexpr std::size_t head_bytes = 2; ///< the version and the kind

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

// What was in these before is written over, and its memory is used again.

void read(byte_reader& from, domain::spender& to) {
  to.key = from.text();
  to.team = from.text();
  to.route = from.text();
  to.provider = from.text();
  to.model = from.text();
}

void read(byte_reader& from, domain::usage& to) {
  to.prompt = from.signed_number();
  to.cached = from.signed_number();
  to.cache_write = from.signed_number();
  to.completion = from.signed_number();
  to.reasoning = from.signed_number();
}

void read(byte_reader& from, ledger_reservation& to) {
  to.id = from.number();
  to.at = read_time(from);
  to.request_id = from.text();
  to.attempt = read_attempt(from);
  read(from, to.who);
  to.amount = money::nanos(from.signed_number());
  read(from, to.expected);
  to.stream = from.byte(1) != 0;
  to.metadata = from.text();
}

void read(byte_reader& from, ledger_entry& to) {
  const unsigned flags = from.byte(all_flags);
  to.priced = (flags & is_priced) != 0;
  to.estimated = (flags & is_estimated) != 0;
  to.stream = (flags & is_stream) != 0;
  to.outcome =
      static_cast<entry_outcome>(from.byte(code(entry_outcome::probe)));
  to.reservation = from.number();
  to.at = read_time(from);
  to.request_id = from.text();
  to.attempt = read_attempt(from);
  read(from, to.who);
  read(from, to.used);
  to.cost = money::nanos(from.signed_number());
  to.dearest = money::nanos(from.signed_number());
  to.failure = from.text();
  to.latency = std::chrono::microseconds{from.signed_number()};
  to.first_token.reset();
  if ((flags & has_first_token) != 0)
    to.first_token = std::chrono::microseconds{from.signed_number()};
  to.metadata = from.text();
}

void read(byte_reader& from, fired_mark& to) {
  using kind = domain::budget_event::kind;
  to.budget = from.text();
  to.period_start = read_time(from);
  to.what = static_cast<kind>(from.byte(code(kind::exhausted)));
  const auto percent = from.signed_number();
  to.percent = static_cast<int>(percent);
  if (to.percent != percent)
    from.refuse();
}

template <class Record>
std::optional<ledger_record> decode_as(std::string_view bytes) {
  Record out;
  if (!decode(bytes, out))
    return {};
  return out;
}

/// Whether `bytes` are a record of the kind, which is read then.
template <class Record>
bool decode(std::string_view bytes, record_kind kind, Record& to) {
  if (kind_of(bytes) != kind)
    return false;
  byte_reader from{bytes.substr(head_bytes)};
  read(from, to);
  return from.is_done();
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

std::optional<record_kind> kind_of(std::string_view bytes) {
  if (bytes.size() < head_bytes || bytes[0] != char{version})
    return {};
  const auto kind = static_cast<record_kind>(bytes[1]);
  if (kind < record_kind::reservation || kind > record_kind::fired)
    return {};
  return kind;
}

bool decode(std::string_view bytes, ledger_reservation& to) {
  return decode(bytes, record_kind::reservation, to);
}

bool decode(std::string_view bytes, ledger_entry& to) {
  return decode(bytes, record_kind::entry, to);
}

bool decode(std::string_view bytes, fired_mark& to) {
  return decode(bytes, record_kind::fired, to);
}

std::optional<ledger_record> decode(std::string_view bytes) {
  switch (kind_of(bytes).value_or(record_kind::reservation)) {
    case record_kind::reservation:
      return decode_as<ledger_reservation>(bytes);
    case record_kind::entry:
      return decode_as<ledger_entry>(bytes);
    case record_kind::fired:
      return decode_as<fired_mark>(bytes);
  }
  return {};
}

} // namespace bellwether::storage
