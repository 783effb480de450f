#include "storage/ledger_store.hpp"

#include "storage/ledger_backup.hpp"
#include "storage/ledger_batch.hpp"
#include "storage/ledger_database.hpp"
#include "storage/ledger_prune.hpp"
#include "storage/ledger_reports.hpp"
#include "storage/ledger_verify.hpp"
#include "storage/private_file.hpp"

#include <SQLiteCpp/Transaction.h>

#include <algorithm>
#include <optional>
#include <set>

namespace bellwether::storage {

namespace fs = std::filesystem;

namespace {

using domain::wall_time;

/// What a reservation comes to whose daemon died.
domain::ledger_entry interrupted(const domain::ledger_reservation& what,
                                 wall_time now) {
  domain::ledger_entry out;
  out.reservation = what.id;
  out.at = now;
  out.request_id = what.request_id;
  out.attempt = what.attempt;
  out.who = what.who;
  out.used = what.expected;
  out.cost = what.amount;
  out.estimated = true;
  out.outcome = domain::entry_outcome::interrupted;
  out.stream = what.stream;
  out.latency = std::max(now - what.at, std::chrono::milliseconds{0});
  out.metadata = what.metadata;
  return out;
}

std::set<std::uint64_t> read_open(const SQLite::Database& from) {
  std::set<std::uint64_t> out;
  SQLite::Statement query{from, "SELECT id FROM reservations"};
  while (query.executeStep())
    out.insert(static_cast<std::uint64_t>(query.getColumn(0).getInt64()));
  return out;
}

} // namespace

class ledger_store::impl {
public:
  impl(fs::path file, std::shared_ptr<const domain::time_zone> zone,
       ledger_access access)
      : path_{std::move(file)},
        zone_{std::move(zone)},
        owns_{access == ledger_access::owner},
        file_{open_database(path_, access)},
        names_{file_},
        state_{read_state(file_)} {
    if (!owns_)
      return;
    open_ = read_open(file_);
    write_zone(file_, zone_->name());
    write_.emplace(file_);
  }

  void commit(std::span<const numbered> records) {
    const auto fresh = std::find_if(
        records.begin(), records.end(),
        [this](const numbered& one) { return one.first > committed(); });
    if (fresh != records.end())
      change([&](ledger_batch& batch) {
        for (auto at = fresh; at != records.end(); ++at)
          batch.add(at->first, at->second);
      });
  }

  std::uint64_t committed() const {
    return static_cast<std::uint64_t>(state().committed);
  }

  std::vector<domain::ledger_reservation> open_reservations() const {
    std::vector<domain::ledger_reservation> out;
    SQLite::Statement query{file_,
                            "SELECT id, bytes FROM reservations ORDER BY id"};
    while (query.executeStep()) {
      const auto record = decode(query.getColumn(1).getString());
      if (!record
          || !std::holds_alternative<domain::ledger_reservation>(*record))
        continue;
      out.push_back(std::get<domain::ledger_reservation>(*record));
      out.back().id = static_cast<std::uint64_t>(query.getColumn(0).getInt64());
    }
    return out;
  }

  std::size_t settle_open(wall_time now) {
    const auto open = open_reservations();
    if (!open.empty())
      change([&](ledger_batch& batch) {
        for (const auto& one : open)
          batch.add(interrupted(one, now));
      });
    return open.size();
  }

  bool prune(const retention& keep, wall_time now) {
    must_own();
    const bool more = prune_step(file_, state_, keep, *zone_, now);
    return give_back() || more;
  }

  void compact() {
    must_own();
    file_.exec("PRAGMA incremental_vacuum");
    SQLite::Statement{file_, "PRAGMA wal_checkpoint(TRUNCATE)"}.executeStep();
  }

  ledger_status status() const {
    const auto now = state();
    ledger_status out;
    out.rows = static_cast<std::uint64_t>(now.rows());
    if (out.rows != 0)
      out.oldest = static_cast<std::uint64_t>(now.anchor_number + 1);
    out.open_reservations = static_cast<std::uint64_t>(
        read_number(file_, "SELECT count(*) FROM reservations"));
    out.file_bytes = file_bytes();
    out.newest_hash = to_hex(now.newest_hash);
    return out;
  }

  std::vector<domain::fired_mark> fired_since(wall_time t) const {
    using kind = domain::budget_event::kind;
    SQLite::Statement query{
        file_,
        "SELECT budget, period_start, what, percent FROM fired WHERE"
        " period_start >= ? ORDER BY period_start"};
    query.bind(1, std::int64_t{t.time_since_epoch().count()});
    std::vector<domain::fired_mark> out;
    while (query.executeStep())
      out.push_back(
          {query.getColumn(0).getString(),
           wall_time{std::chrono::milliseconds{query.getColumn(1).getInt64()}},
           static_cast<kind>(query.getColumn(2).getInt64()),
           query.getColumn(3).getInt()});
    return out;
  }

  const fs::path& path() const { return path_; }
  SQLite::Database& file() { return file_; }
  ledger_view view() { return {file_, names_, *zone_}; }

private:
  /// Brings a batch in, or leaves everything as it was.
  template <class Fill>
  void change(const Fill& fill) {
    must_own();
    const auto known = names_.newest();
    try {
      SQLite::Transaction all{file_, SQLite::TransactionBehavior::IMMEDIATE};
      ledger_batch batch{file_, *write_, names_, *zone_, state_, open_};
      fill(batch);
      batch.finish();
      all.commit();
      state_ = batch.state();
      open_.swap(batch.open());
    } catch (...) {
      names_.forget(known);
      throw;
    }
  }

  /// Of another's file nothing is remembered.
  ledger_state state() const { return owns_ ? state_ : read_state(file_); }

  void must_own() const {
    if (!owns_)
      fail(path_, "was opened for reading only");
  }

  /// Gives the disk some of the free space once that is a good part of the
  /// file. True: there is more.
  bool give_back() {
    constexpr std::int64_t pages_at_once = 1'000;
    const auto free = read_number(file_, "PRAGMA freelist_count");
    if (free < pages_at_once
        || free < read_number(file_, "PRAGMA page_count") / 4)
      return false;
    file_.exec("PRAGMA incremental_vacuum(" + std::to_string(pages_at_once)
               + ")");
    return true;
  }

  std::uint64_t file_bytes() const {
    if (path_.empty())
      return static_cast<std::uint64_t>(
          read_number(file_, "PRAGMA page_count")
          * read_number(file_, "PRAGMA page_size"));
    std::uint64_t out = 0;
    for (const char* part : {"", "-wal"}) {
      auto name = path_;
      std::error_code missing;
      const auto size = fs::file_size(name += part, missing);
      out += missing ? 0 : size;
    }
    return out;
  }

  fs::path path_;
  std::shared_ptr<const domain::time_zone> zone_;
  bool owns_;
  SQLite::Database file_;
  ledger_names names_;
  ledger_state state_;
  std::set<std::uint64_t> open_;
  std::optional<ledger_statements> write_;
};

ledger_store::ledger_store(const fs::path& file,
                           std::shared_ptr<const domain::time_zone> zone,
                           ledger_access access)
    : impl_{in_sentences(file, [&] {
        return std::make_unique<impl>(file, std::move(zone), access);
      })} {}

ledger_store::~ledger_store() = default;

void ledger_store::commit(std::span<const numbered> records) {
  in_sentences(impl_->path(), [&] { impl_->commit(records); });
}

std::uint64_t ledger_store::committed() const {
  return in_sentences(impl_->path(), [&] { return impl_->committed(); });
}

std::vector<domain::ledger_reservation> ledger_store::open_reservations()
    const {
  return in_sentences(impl_->path(),
                      [&] { return impl_->open_reservations(); });
}

std::size_t ledger_store::settle_open(wall_time now) {
  return in_sentences(impl_->path(), [&] { return impl_->settle_open(now); });
}

std::vector<report_row> ledger_store::report(const report_query& q) const {
  return in_sentences(impl_->path(), [&] {
    const SQLite::Transaction moment{impl_->file()};
    return make_report(impl_->view(), q);
  });
}

entries_page ledger_store::entries(const entries_query& q) const {
  return in_sentences(impl_->path(), [&] {
    const SQLite::Transaction moment{impl_->file()};
    return find_entries(impl_->view(), q);
  });
}

std::vector<domain::fired_mark> ledger_store::fired_since(wall_time t) const {
  return in_sentences(impl_->path(), [&] { return impl_->fired_since(t); });
}

std::vector<std::pair<wall_time, domain::money>> ledger_store::hourly(
    const domain::budget_scope& only, domain::time_span span) const {
  return in_sentences(impl_->path(), [&] {
    const SQLite::Transaction moment{impl_->file()};
    return sum_hours(impl_->view(), only, span);
  });
}

std::vector<ledger_store::recent_output> ledger_store::recent_outputs() const {
  return in_sentences(impl_->path(),
                      [&] { return find_outputs(impl_->view()); });
}

bool ledger_store::prune(const retention& keep, wall_time now) {
  return in_sentences(impl_->path(), [&] { return impl_->prune(keep, now); });
}

verification ledger_store::verify() const {
  return in_sentences(impl_->path(),
                      [&] { return verify_ledger(impl_->file()); });
}

void ledger_store::backup(const fs::path& to) const {
  back_up(impl_->file(), impl_->path(), to);
}

void ledger_store::compact() {
  in_sentences(impl_->path(), [&] { impl_->compact(); });
}

ledger_status ledger_store::status() const {
  return in_sentences(impl_->path(), [&] { return impl_->status(); });
}

} // namespace bellwether::storage
