#include "storage/ledger_store.hpp"

#include "storage/ledger_backup.hpp"
#include "storage/ledger_batch.hpp"
#include "storage/ledger_database.hpp"
#include "storage/ledger_prune.hpp"
#include "storage/ledger_reports.hpp"
#include "storage/ledger_reservations.hpp"
#include "storage/ledger_space.hpp"
#include "storage/ledger_verify.hpp"
#include "storage/private_file.hpp"

#include <SQLiteCpp/Transaction.h>

#include <algorithm>
#include <optional>
#include <set>

namespace bellwether::storage {

namespace fs = std::filesystem;

using domain::wall_time;

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
    open_ = read_open_ids(file_);
    write_zone(file_, zone_->name());
    write_.emplace(file_);
  }

  std::size_t commit(std::span<const journal::record> records) {
    const auto fresh = std::ranges::upper_bound(records, committed(), {},
                                                &journal::record::number);
    if (fresh == records.end())
      return 0;
    return change([&](ledger_batch& batch) {
      for (auto at = fresh; at != records.end(); ++at)
        batch.add(*at);
    });
  }

  std::uint64_t committed() const {
    return static_cast<std::uint64_t>(state().committed);
  }

  std::size_t settle_open(wall_time now) {
    const auto open = read_reservations(file_);
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
    return give_back(file_) || more;
  }

  void compact() {
    must_own();
    give_back_all(file_);
  }

  ledger_status status() const {
    const auto now = state();
    ledger_status out;
    out.rows = static_cast<std::uint64_t>(now.rows());
    if (out.rows != 0)
      out.oldest = static_cast<std::uint64_t>(now.anchor_number + 1);
    out.open_reservations = static_cast<std::uint64_t>(
        read_number(file_, "SELECT count(*) FROM reservations"));
    out.file_bytes = bytes_of(file_, path_);
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
  /// Brings a batch in, or leaves everything as it was. How many records could
  /// not be read.
  template <class Fill>
  std::size_t change(const Fill& fill) {
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
      return batch.unreadable();
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

std::size_t ledger_store::commit(std::span<const journal::record> records) {
  return in_sentences(impl_->path(), [&] { return impl_->commit(records); });
}

std::uint64_t ledger_store::committed() const {
  return in_sentences(impl_->path(), [&] { return impl_->committed(); });
}

std::vector<domain::ledger_reservation> ledger_store::open_reservations()
    const {
  return in_sentences(impl_->path(),
                      [&] { return read_reservations(impl_->file()); });
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
