#pragma once

#include "domain/alert_book.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::domain {

/// Noon of a day in November.
inline constexpr wall_time noon{
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}
    + std::chrono::hours{12}};

/// Something wrong with `entity`.
inline condition wrong(alert_rule rule, std::string entity,
                       std::string occurrence = "") {
  condition out;
  out.title = std::string{to_string(rule)} + " of " + entity;
  out.key = {rule, std::move(entity)};
  out.occurrence = std::move(occurrence);
  out.level = severity::error;
  out.since = noon;
  return out;
}

/// "fired openai", "resolved openai": what people hear.
inline std::string told(const notification& n) {
  return std::string{to_string(n.step)} + " " + n.about.what.key.entity;
}

/// A book whose days a test lives through, with all that was told.
class alert_subject {
public:
  using milliseconds = std::chrono::milliseconds;
  using words = std::vector<std::string>;

  explicit alert_subject(alert_policies policies = {})
      : policies_{std::move(policies)}, book{policies_, 0} {}

  /// What is told when so much time has passed and this is wrong.
  words after(milliseconds passed, const std::vector<condition>& present) {
    now += passed;
    words out;
    for (auto& each : book.update(
             now, present, [this](const alert_key&) { return silenced; })) {
      out.push_back(told(each));
      all.push_back(std::move(each));
    }
    keep();
    return out;
  }

  /// A new process that knows what the old one had written down.
  void restart() {
    keep();
    std::uint64_t last = 0;
    std::vector<alert> known;
    for (const auto& [number, each] : kept_) {
      last = number;
      if (!each.resolved || now - *each.resolved < std::chrono::hours{1})
        known.push_back(each);
    }
    book = alert_book{policies_, last};
    book.restore(std::move(known));
  }

  const std::map<std::uint64_t, alert>& kept() const { return kept_; }

private:
  void keep() {
    for (auto& each : book.take_changed())
      kept_[each.number] = std::move(each);
  }

  alert_policies policies_;
  std::map<std::uint64_t, alert> kept_;

public:
  wall_time now = noon;
  bool silenced = false;
  alert_book book;
  std::vector<notification> all;
};

} // namespace bellwether::domain
