#include "storage/ledger_rows.hpp"

#include "storage/ledger_database.hpp"

#include <algorithm>
#include <limits>

namespace bellwether::storage {

namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr int priced = 1;
constexpr int estimated = 2;
constexpr int stream = 4;
constexpr int all_flags = priced | estimated | stream;

int flags_of(const domain::ledger_entry& what) {
  return (what.priced ? priced : 0) | (what.estimated ? estimated : 0)
         | (what.stream ? stream : 0);
}

/// Takes the columns of a row one after the other.
class column_reader {
public:
  explicit column_reader(SQLite::Statement& of) : row_{of} {}

  std::int64_t number() { return row_.getColumn(next_++).getInt64(); }

  /// From 0 to `most`; else the row is not sound.
  std::int64_t number(std::int64_t most) {
    const auto value = number();
    sound_ = sound_ && value >= 0 && value <= most;
    return std::clamp<std::int64_t>(value, 0, most);
  }

  std::string text() { return row_.getColumn(next_++).getString(); }

  std::optional<microseconds> duration() {
    const auto column = row_.getColumn(next_++);
    if (column.isNull())
      return std::nullopt;
    return microseconds{column.getInt64()};
  }

  digest hash() {
    digest out{};
    const auto column = row_.getColumn(next_++);
    sound_ = sound_ && column.size() == int{std::tuple_size_v<digest>};
    if (sound_)
      std::copy_n(static_cast<const unsigned char*>(column.getBlob()),
                  out.size(), out.begin());
    return out;
  }

  bool is_sound() const { return sound_; }

private:
  SQLite::Statement& row_;
  int next_ = 0;
  bool sound_ = true;
};

void read_entry(column_reader& from, ledger_row& row) {
  auto& what = row.what;
  what.used.prompt = from.number();
  what.used.cached = from.number();
  what.used.cache_write = from.number();
  what.used.completion = from.number();
  what.used.reasoning = from.number();
  what.cost = domain::money::nanos(from.number());
  what.dearest = domain::money::nanos(from.number());
  const auto flags = from.number(all_flags);
  what.priced = (flags & priced) != 0;
  what.estimated = (flags & estimated) != 0;
  what.stream = (flags & stream) != 0;
  what.outcome = static_cast<domain::entry_outcome>(
      from.number(static_cast<std::int64_t>(domain::entry_outcome::probe)));
  what.failure = from.text();
  what.latency = microseconds{from.number()};
  what.first_token = from.duration();
  what.metadata = from.text();
  row.hash = from.hash();
}

} // namespace

row_writer::row_writer(SQLite::Database& in)
    : insert_{in,
              "INSERT INTO attempts VALUES(?,?,?,?,?,?, ?,?,?,?,?,"
              " ?,?,?,?,?, ?,?,?,?, ?,?,?,?,?)"} {}

void row_writer::add(std::int64_t number, const domain::ledger_entry& what,
                     const name_ids& names, milliseconds past,
                     const digest& hash) {
  const fresh_use use{insert_};
  int at = 0;
  const auto put = [&](std::int64_t value) {
    insert_.bind(++at, value);
  };
  const auto text = [&](const std::string& value) {
    insert_.bindNoCopy(++at, value);
  };
  put(number);
  put(what.at.time_since_epoch().count());
  put(past.count());
  put(static_cast<std::int64_t>(what.reservation));
  text(what.request_id);
  put(what.attempt);
  for (const auto id : names)
    put(id);
  for (const auto tokens :
       {what.used.prompt, what.used.cached, what.used.cache_write,
        what.used.completion, what.used.reasoning})
    put(tokens);
  put(what.cost.nanos());
  put(what.dearest.nanos());
  put(flags_of(what));
  put(static_cast<std::int64_t>(what.outcome));
  text(what.failure);
  put(what.latency.count());
  if (what.first_token)
    put(what.first_token->count());
  else
    insert_.bind(++at);
  text(what.metadata);
  insert_.bindNoCopy(++at, hash.data(), static_cast<int>(hash.size()));
  insert_.exec();
}

row_reader::row_reader(SQLite::Database& in, ledger_names& names,
                       const std::string& which)
    : query_{in, "SELECT * FROM attempts " + which}, names_{names} {}

bool row_reader::next() {
  return query_.executeStep();
}

ledger_row row_reader::row() {
  column_reader from{query_};
  ledger_row out;
  out.number = from.number();
  out.what.at = domain::wall_time{milliseconds{from.number()}};
  out.past = milliseconds{from.number()};
  out.what.reservation = static_cast<std::uint64_t>(from.number());
  out.what.request_id = from.text();
  out.what.attempt =
      static_cast<unsigned>(from.number(std::numeric_limits<unsigned>::max()));
  for (auto& id : out.names)
    id = from.number();
  out.what.who = names_.spender(out.names);
  read_entry(from, out);
  out.sound = from.is_sound();
  return out;
}

} // namespace bellwether::storage
