#include "storage/outbox.hpp"

#include "storage/outbox_alerts.hpp"
#include "storage/outbox_deliveries.hpp"
#include "storage/outbox_schema.hpp"
#include "storage/private_file.hpp"

#include <SQLiteCpp/Transaction.h>

#include <mutex>

namespace bellwether::storage {

namespace fs = std::filesystem;

namespace {

using domain::wall_time;

constexpr const char* file_name = "alerts.db";

/// Each note is written through to the disk: not more often than this.
constexpr std::chrono::seconds between_notes{10};

fs::path file_in(const fs::path& folder) {
  if (folder.empty())
    return {};
  make_private_folder(folder);
  return folder / file_name;
}

void forget_before(SQLite::Database& in, wall_time before) {
  for (const auto* sql : {"DELETE FROM deliveries WHERE ended < ?",
                          "DELETE FROM alerts WHERE resolved < ?",
                          "DELETE FROM silences WHERE ends < ?",
                          // An open alert's end is told to whom its beginning
                          // was, however long ago that is.
                          "DELETE FROM heard WHERE at < ? AND alert NOT IN"
                          " (SELECT number FROM alerts)"}) {
    SQLite::Statement remove{in, sql};
    remove.bind(1, milliseconds_of(before));
    remove.exec();
  }
}

void forget_others(SQLite::Database& in,
                   const std::vector<std::string>& sinks) {
  std::string named = "(''";
  for (std::size_t i = 0; i < sinks.size(); ++i)
    named += ", ?";
  named += ")";
  for (const auto* sql :
       {"DELETE FROM deliveries WHERE state = 0 AND sink NOT IN ",
        "DELETE FROM folded WHERE sink NOT IN "}) {
    SQLite::Statement remove{in, sql + named};
    int place = 0;
    for (const auto& sink : sinks)
      remove.bind(++place, sink);
    remove.exec();
  }
}

} // namespace

class outbox::impl {
public:
  impl(const fs::path& file, wall_time now)
      : path_{file}, file_{open_sqlite(file, outbox_schema(), true)} {
    crashed_ = time("SELECT alive FROM meta WHERE stopped = 0");
    note(now, false);
  }

  /// What `work` makes of the file; nobody else uses it meanwhile.
  template <class Work>
  decltype(auto) use(const Work& work) {
    const std::lock_guard lock{mutex_};
    return in_sentences(path_, [&]() -> decltype(auto) { return work(file_); });
  }

  /// The same in one transaction.
  template <class Work>
  void change(const Work& work) {
    use([&](SQLite::Database& file) {
      SQLite::Transaction all{file, SQLite::TransactionBehavior::IMMEDIATE};
      work(file);
      all.commit();
    });
  }

  std::optional<wall_time> crashed() const { return crashed_; }

  void alive(wall_time now) {
    const std::lock_guard lock{mutex_};
    if (stopped_ || (now >= noted_ && now - noted_ < between_notes))
      return;
    in_sentences(path_, [&] { note(now, false); });
  }

  void stop(wall_time now) {
    const std::lock_guard lock{mutex_};
    in_sentences(path_, [&] { note(now, true); });
    stopped_ = true;
  }

  std::optional<wall_time> time(const std::string& sql) const {
    SQLite::Statement query{file_, sql};
    if (!query.executeStep() || query.getColumn(0).isNull())
      return std::nullopt;
    return time_of(query.getColumn(0));
  }

private:
  void note(wall_time now, bool stops) {
    SQLite::Statement write{file_, "UPDATE meta SET alive = ?, stopped = ?"};
    write.bind(1, milliseconds_of(now));
    write.bind(2, stops ? 1 : 0);
    write.exec();
    noted_ = now;
  }

  const fs::path path_;
  std::mutex mutex_;
  SQLite::Database file_;
  std::optional<wall_time> crashed_;
  wall_time noted_;
  bool stopped_ = false;
};

outbox::outbox(const fs::path& folder, wall_time now) {
  const auto file = file_in(folder);
  impl_ = in_sentences(file, [&] { return std::make_unique<impl>(file, now); });
}

outbox::~outbox() = default;

std::optional<wall_time> outbox::crashed() const {
  return impl_->crashed();
}

void outbox::alive(wall_time now) {
  impl_->alive(now);
}

void outbox::stop(wall_time now) {
  impl_->stop(now);
}

std::uint64_t outbox::last_alert() const {
  return impl_->use([](const auto& file) {
    return static_cast<std::uint64_t>(
        read_number(file, "SELECT last_alert FROM meta"));
  });
}

std::vector<domain::alert> outbox::open_alerts() const {
  return impl_->use([](const auto& file) {
    SQLite::Statement query{file,
                            "SELECT alert FROM alerts WHERE resolved IS NULL"
                            " ORDER BY number"};
    return read_alerts(query);
  });
}

std::vector<domain::alert> outbox::ended_alerts(wall_time since) const {
  return impl_->use([since](const auto& file) {
    SQLite::Statement query{file,
                            "SELECT alert FROM alerts WHERE resolved >= ?"
                            " ORDER BY resolved, number"};
    query.bind(1, milliseconds_of(since));
    return read_alerts(query);
  });
}

std::map<std::string, domain::folded_alerts> outbox::folded() const {
  return impl_->use([](const auto& file) { return read_all_folded(file); });
}

std::vector<domain::silence> outbox::silences() const {
  return impl_->use([](const auto& file) { return read_silences(file); });
}

std::optional<wall_time> outbox::last_digest() const {
  return impl_->use([this](const auto&) {
    return impl_->time("SELECT last_digest FROM meta");
  });
}

void outbox::put(const outbox_entry& what, wall_time now) {
  impl_->change([&](SQLite::Database& file) {
    write_alerts(file, what.alerts);
    delivery_writer deliveries{file};
    for (const auto& [sink, message] : what.messages)
      deliveries.add(sink, message, now);
    write_all_folded(file, what.folded);
  });
}

void outbox::put(const domain::silence& what) {
  impl_->use([&](auto& file) { write_silence(file, what); });
}

void outbox::remove_silence(std::uint64_t id) {
  impl_->use([id](auto& file) {
    SQLite::Statement remove{file, "DELETE FROM silences WHERE id = ?"};
    remove.bind(1, static_cast<std::int64_t>(id));
    remove.exec();
  });
}

void outbox::digest_made(wall_time at) {
  impl_->use([at](auto& file) {
    SQLite::Statement write{file, "UPDATE meta SET last_digest = ?"};
    write.bind(1, milliseconds_of(at));
    write.exec();
  });
}

std::optional<delivery> outbox::next(std::string_view sink, wall_time now,
                                     std::optional<wall_time>& next_due) const {
  return impl_->use(
      [&](auto& file) { return find_next(file, sink, now, next_due); });
}

void outbox::tried(std::uint64_t delivery, delivery_state state, int status,
                   const std::string& answer, wall_time now, wall_time due) {
  impl_->change([&](SQLite::Database& file) {
    end_try(file, {delivery, state, status, answer, now, due});
  });
}

bool outbox::has_heard(std::string_view sink, std::uint64_t alert) const {
  return impl_->use([&](const auto& file) {
    SQLite::Statement query{file,
                            "SELECT 1 FROM heard WHERE sink = ? AND alert = ?"};
    query.bind(1, std::string{sink});
    query.bind(2, static_cast<std::int64_t>(alert));
    return query.executeStep();
  });
}

sink_counts outbox::counts(std::string_view sink) const {
  return impl_->use([sink](const auto& file) { return count(file, sink); });
}

std::vector<domain::alert> outbox::history(std::size_t most) const {
  return impl_->use([most](const auto& file) {
    SQLite::Statement query{file,
                            "SELECT alert FROM alerts WHERE resolved IS NOT"
                            " NULL ORDER BY resolved DESC, number DESC"
                            " LIMIT ?"};
    query.bind(1, static_cast<std::int64_t>(most));
    return read_alerts(query);
  });
}

std::vector<delivery> outbox::deliveries(std::size_t most) const {
  return impl_->use(
      [most](const auto& file) { return newest_deliveries(file, most); });
}

void outbox::prune(wall_time before, const std::vector<std::string>& sinks) {
  impl_->change([&](SQLite::Database& file) {
    forget_before(file, before);
    forget_others(file, sinks);
  });
}

} // namespace bellwether::storage
