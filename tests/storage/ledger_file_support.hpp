#pragma once

#include "integration/harness/temporary_folder.hpp"
#include "storage/ledger_record.hpp"
#include "storage/ledger_store.hpp"

#include <SQLiteCpp/Database.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace bellwether::storage {

/// Sunday, 22 November 2026, 12:00 UTC.
inline constexpr domain::wall_time noon =
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}
    + std::chrono::hours{12};

inline std::shared_ptr<const domain::time_zone> plain_zone() {
  return {&domain::utc(), [](const domain::time_zone*) {
          }};
}

/// Clocks that are ahead by an hour, in summer by two: as in Berlin in 2026.
class summer_zone final : public domain::time_zone {
public:
  const std::string& name() const override { return name_; }
  std::chrono::seconds offset_at(domain::wall_time t) const override {
    using namespace std::chrono;
    constexpr sys_time<hours> spring = sys_days{2026y / 3 / 29} + hours{1};
    constexpr sys_time<hours> autumn = sys_days{2026y / 10 / 25} + hours{1};
    return t >= spring && t < autumn ? hours{2} : hours{1};
  }

private:
  std::string name_ = "Test/Berlin";
};

/// An answer that cost `nanos`.
inline domain::ledger_entry answer(std::int64_t nanos,
                                   domain::wall_time at = noon,
                                   std::string model = "gpt-4o") {
  domain::ledger_entry out;
  out.at = at;
  out.request_id = "req-" + std::to_string(nanos);
  out.who = {"ann", "web", "auto", "openai", std::move(model)};
  out.used = {100, 20, 3, 50, 7};
  out.cost = domain::money::nanos(nanos);
  out.dearest = domain::money::nanos(10 * nanos);
  out.latency = std::chrono::microseconds{1234};
  out.first_token = std::chrono::microseconds{99};
  out.metadata = R"({"a":"b"})";
  return out;
}

inline domain::ledger_reservation promise(std::int64_t nanos) {
  domain::ledger_reservation out;
  out.at = noon - std::chrono::seconds{3};
  out.request_id = "promise-" + std::to_string(nanos);
  out.attempt = 2;
  out.who = {"bob", "ops", "fast", "google", "gemini"};
  out.amount = domain::money::nanos(nanos);
  out.expected = {10, 0, 0, 20, 0};
  out.stream = true;
  out.metadata = "{}";
  return out;
}

/// Records as a journal has them, with the numbers from `first` on.
class numbered_from {
public:
  numbered_from(std::uint64_t first,
                const std::vector<ledger_record>& records) {
    for (const auto& one : records)
      bytes_.push_back(encode(one));
    for (const auto& one : bytes_)
      records_.push_back({first++, one});
  }
  numbered_from(const numbered_from&) = delete;
  numbered_from& operator=(const numbered_from&) = delete;

  auto begin() const { return records_.begin(); }
  auto end() const { return records_.end(); }

private:
  std::vector<std::string> bytes_;
  std::vector<journal::record> records_;
};

/// Brings in answers that cost 1, 2, 3 ... nano-dollars, a minute apart.
inline void commit_answers(ledger_store& to, int count,
                           domain::wall_time at = noon) {
  std::vector<ledger_record> records;
  records.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i)
    records.emplace_back(answer(i + 1, at + std::chrono::minutes{i}));
  to.commit(numbered_from(to.committed() + 1, records));
}

/// All that is asked for in a report of all times.
inline report_query all_by(std::vector<dimension> by) {
  return {
      domain::wall_time::min(), domain::wall_time::max(), std::move(by), {}};
}

/// All entries, oldest first.
inline std::vector<domain::ledger_entry> all_entries(const ledger_store& of) {
  std::vector<domain::ledger_entry> out;
  entries_query q;
  q.limit = 1'000;
  for (;;) {
    const auto page = of.entries(q);
    for (const auto& one : page.entries)
      out.insert(out.begin(), one.what);
    if (!page.next)
      return out;
    q.before = page.next;
  }
}

/// What somebody with the sqlite3 shell does.
inline void tamper(const std::filesystem::path& file, const std::string& sql) {
  SQLite::Database{file.string(), SQLite::OPEN_READWRITE, 1'000}.exec(sql);
}

} // namespace bellwether::storage
