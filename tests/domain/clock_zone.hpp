#pragma once

#include "domain/rfc3339.hpp"
#include "domain/time_zone.hpp"

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::domain {

/// The moment that RFC 3339 writes so.
inline wall_time moment(const std::string& text) {
  if (const auto at = read_rfc3339(text))
    return *at;
  throw std::invalid_argument{text};
}

/// What local clocks show, written "2026-03-29T02:30:00".
inline std::chrono::local_time<std::chrono::seconds> shown(
    const std::string& text) {
  const auto at = moment(text + "Z").time_since_epoch();
  return std::chrono::local_time<std::chrono::seconds>{
      std::chrono::floor<std::chrono::seconds>(at)};
}

/// A place whose clocks change at moments that a test knows.
class clock_zone final : public time_zone {
public:
  struct change {
    wall_time from;
    std::chrono::seconds offset;
  };

  clock_zone(std::string name, std::chrono::seconds offset,
             std::vector<change> changes = {})
      : name_{std::move(name)}, offset_{offset}, changes_{std::move(changes)} {}

  const std::string& name() const override { return name_; }

  std::chrono::seconds offset_at(wall_time t) const override {
    std::chrono::seconds offset = offset_;
    for (const change& c : changes_)
      if (c.from <= t)
        offset = c.offset;
    return offset;
  }

private:
  std::string name_;
  std::chrono::seconds offset_;
  std::vector<change> changes_;
};

/// Berlin in 2026: an hour ahead, two from the end of March to that of October.
inline clock_zone berlin() {
  using std::chrono::hours;
  return {"Europe/Berlin",
          hours{1},
          {{moment("2026-03-29T01:00:00Z"), hours{2}},
           {moment("2026-10-25T01:00:00Z"), hours{1}}}};
}

} // namespace bellwether::domain
