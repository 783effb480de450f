#include "domain/time_zone.hpp"
#include "settings/settings.hpp"

#include <algorithm>
#include <array>
#include <date/tz.h>
#include <exception>
#include <string_view>
#include <utility>

namespace bellwether::settings {

namespace {

/// A zone of the system's database, which lives as long as the process.
class system_zone final : public domain::time_zone {
public:
  system_zone(std::string name, const date::time_zone& rules)
      : name_{std::move(name)}, rules_{rules} {}

  const std::string& name() const override { return name_; }

  std::chrono::seconds offset_at(domain::wall_time t) const override {
    return rules_.get_info(std::chrono::floor<std::chrono::seconds>(t)).offset;
  }

private:
  std::string name_;
  const date::time_zone& rules_;
};

/// Files beside the zones that mean another place on another machine.
constexpr std::array<std::string_view, 2> places_of_machines{"localtime",
                                                             "posixrules"};

} // namespace

std::shared_ptr<const domain::time_zone> find_time_zone(
    const std::string& name) {
  if (name == domain::utc().name())
    return {std::shared_ptr<void>{}, &domain::utc()};
  if (std::ranges::find(places_of_machines, name) != places_of_machines.end())
    return nullptr;
  try {
    return std::make_shared<system_zone>(name, *date::locate_zone(name));
  } catch (const std::exception&) {
    return nullptr; // not known, or there is no database
  }
}

} // namespace bellwether::settings
