#pragma once

#include "integration/harness/temporary_folder.hpp"
#include "storage/outbox.hpp"

#include <SQLiteCpp/Database.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::storage {

/// Monday, 23 November 2026, 12:00 UTC.
inline constexpr domain::wall_time monday =
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}
    + std::chrono::hours{12};

/// An open alert.
inline domain::alert alert_of(std::uint64_t number) {
  domain::alert out;
  out.number = number;
  out.what.key = {domain::alert_rule::provider_down, "openai"};
  out.what.title = "Provider openai is down";
  out.what.since = monday;
  out.what.facts = {{"p95", "4.2 s"}};
  out.what.labels = {{"provider", "openai"}};
  out.state = domain::alert_state::firing;
  out.began = monday;
  out.fired = monday;
  return out;
}

inline domain::alert resolved_at(domain::alert what, domain::wall_time at) {
  what.state = domain::alert_state::resolved;
  what.resolved = at;
  return what;
}

/// A message about an alert, or about none.
inline domain::alert_message message_of(std::uint64_t alert,
                                        std::string title = "down") {
  domain::alert_message out;
  out.alert = alert;
  out.rule = "provider_down";
  out.entity = "openai";
  out.title = std::move(title);
  out.at = monday;
  out.since = monday;
  return out;
}

/// Puts messages in, by the alerts that they are about.
inline void put_messages(outbox& to, const std::string& sink,
                         const std::vector<std::uint64_t>& alerts,
                         domain::wall_time now = monday) {
  outbox_entry what;
  for (const auto alert : alerts)
    what.messages.emplace_back(sink, message_of(alert));
  to.put(what, now);
}

inline std::optional<delivery> next_of(const outbox& from,
                                       const std::string& sink,
                                       domain::wall_time now = monday) {
  std::optional<domain::wall_time> ignored;
  return from.next(sink, now, ignored);
}

/// Delivers all that is due: the alerts that they are about.
inline std::vector<std::uint64_t> deliver_all(outbox& from,
                                              const std::string& sink,
                                              domain::wall_time now = monday) {
  std::vector<std::uint64_t> out;
  while (const auto found = next_of(from, sink, now)) {
    out.push_back(found->message.alert);
    from.tried(found->number, delivery_state::delivered, 200, "ok", now, now);
  }
  return out;
}

/// What somebody with the sqlite3 shell does.
inline void change_file(const std::filesystem::path& folder,
                        const std::string& sql) {
  SQLite::Database{(folder / "alerts.db").string(), SQLite::OPEN_READWRITE,
                   1'000}
      .exec(sql);
}

} // namespace bellwether::storage
