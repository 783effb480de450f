#include "storage/members.hpp"
#include "storage/memory_fields.hpp"
#include "storage/memory_readers.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::storage {

namespace {

using nlohmann::json;

constexpr std::size_t most_hours = 721; ///< 30 days and the running hour
/// So many calls can be added up over all hours without an overflow.
constexpr std::uint64_t most_calls = std::uint64_t{1} << 53U;

bool read_count(const json& from, domain::success_count& to) {
  return from.is_object()
         && read_number(from, fields::good, to.good, most_calls)
         && read_number(from, fields::bad, to.bad, most_calls);
}

bool read_counts(const json& from, domain::availability_counts& to) {
  const json* callers = member(from, fields::callers);
  const json* providers = member(from, fields::providers);
  if (callers == nullptr || providers == nullptr || !providers->is_array()
      || providers->size() > most_providers || !read_count(*callers, to.callers)
      || !read_number(from, fields::saved, to.saved, most_calls))
    return false;
  for (const json& count : *providers)
    if (!read_count(count, to.providers.emplace_back()))
      return false;
  return true;
}

bool read_provider_order(const json& root, std::vector<std::string>& to) {
  const json* names = member(root, fields::provider_order);
  if (names == nullptr || !names->is_array() || names->size() > most_providers)
    return false;
  std::vector<std::string> order;
  order.reserve(names->size());
  for (const json& name : *names) {
    if (!name.is_string())
      return false;
    order.push_back(name.get<std::string>());
  }
  to = std::move(order);
  return true;
}

/// An hour of the future would take up all that is counted until then.
std::int64_t latest_hour(const moment& now) {
  return std::chrono::floor<std::chrono::hours>(now.wall.time_since_epoch()
                                                + clock_tolerance)
      .count();
}

bool read_hour(const json& from, std::int64_t latest, memory& to) {
  domain::availability_hour hour;
  if (member(from, fields::hour) == nullptr
      || !read_number(from, fields::hour, hour.hour) || hour.hour > latest
      || (!to.hours.empty() && hour.hour <= to.hours.back().hour)
      || !read_counts(from, hour.counts)
      || hour.counts.providers.size() != to.provider_order.size())
    return false;
  to.hours.push_back(std::move(hour));
  return true;
}

} // namespace

std::size_t read_hours(const json& root, const moment& now, memory& to) {
  const json* all = member(root, fields::hours);
  if (!read_provider_order(root, to.provider_order) || all == nullptr
      || !all->is_array())
    return 1;
  std::size_t left_out = all->size() - std::min(all->size(), most_hours);
  for (std::size_t i = left_out; i < all->size(); ++i)
    if (!read_hour((*all)[i], latest_hour(now), to))
      ++left_out;
  return left_out;
}

} // namespace bellwether::storage
