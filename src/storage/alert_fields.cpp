#include "storage/alert_fields.hpp"

#include <utility>

namespace bellwether::storage {

namespace {

using nlohmann::json;

std::optional<domain::wall_time> time_of(const json& from) {
  constexpr auto latest = std::numeric_limits<std::int64_t>::max();
  if (!from.is_number_integer()
      || (from.is_number_unsigned()
          && from.get<std::uint64_t>() > std::uint64_t{latest}))
    return std::nullopt;
  return domain::wall_time{std::chrono::milliseconds{from.get<std::int64_t>()}};
}

bool is_count(const json& from, std::uint64_t most) {
  return from.is_number_unsigned() && from.get<std::uint64_t>() <= most;
}

} // namespace

const json* field_reader::get(const char* field) {
  if (!from_.is_object())
    return nullptr;
  const auto found = from_.find(field);
  good_ = good_ && found != from_.end();
  return found == from_.end() ? nullptr : &*found;
}

const json* field_reader::count(const char* field, std::uint64_t most) {
  const auto* found = get(field);
  good_ = good_ && is_count(*found, most);
  return good_ ? found : nullptr;
}

void field_reader::text(const char* field, std::string& to) {
  const auto* found = get(field);
  good_ = good_ && found->is_string();
  if (good_)
    to = found->get_ref<const std::string&>();
}

void field_reader::time(const char* field, domain::wall_time& to) {
  const auto* found = get(field);
  const auto known = found == nullptr ? std::nullopt : time_of(*found);
  good_ = good_ && known;
  to = known.value_or(to);
}

void field_reader::time(const char* field,
                        std::optional<domain::wall_time>& to) {
  if (!has(field))
    return;
  domain::wall_time known;
  time(field, known);
  if (good_)
    to = known;
}

void field_reader::texts(const char* field, std::vector<std::string>& to) {
  const auto* found = get(field);
  good_ = good_ && found->is_array();
  if (!good_)
    return;
  for (const auto& each : *found) {
    good_ = good_ && each.is_string();
    if (good_)
      to.push_back(each.get_ref<const std::string&>());
  }
}

void field_reader::texts(const char* field,
                         std::map<std::string, std::string>& to) {
  const auto* found = get(field);
  good_ = good_ && found->is_object();
  if (!good_)
    return;
  for (const auto& [name, value] : found->items()) {
    good_ = good_ && value.is_string();
    if (good_)
      to.emplace(name, value.get_ref<const std::string&>());
  }
}

void field_reader::counts(const char* field,
                          std::map<std::string, std::uint64_t>& to) {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  const auto* found = get(field);
  good_ = good_ && found->is_object();
  if (!good_)
    return;
  for (const auto& [name, value] : found->items()) {
    good_ = good_ && is_count(value, most);
    if (good_)
      to.emplace(name, value.get<std::uint64_t>());
  }
}

void field_reader::facts(const char* field,
                         std::vector<domain::alert_fact>& to) {
  const auto* found = get(field);
  good_ = good_ && found->is_array();
  if (!good_)
    return;
  for (const auto& each : *found) {
    field_reader read{each};
    domain::alert_fact fact;
    read.text("name", fact.name);
    read.text("value", fact.value);
    good_ = good_ && read.good();
    to.push_back(std::move(fact));
  }
}

json json_of(domain::wall_time at) {
  return at.time_since_epoch().count();
}

json json_of(const std::optional<domain::wall_time>& at) {
  return at ? json_of(*at) : json{};
}

json json_of(const std::vector<domain::alert_fact>& facts) {
  auto out = json::array();
  for (const auto& each : facts)
    out.push_back({{"name", each.name}, {"value", each.value}});
  return out;
}

} // namespace bellwether::storage
