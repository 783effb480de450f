#include "domain/lookup.hpp"

#include <algorithm>
#include <string>

namespace bellwether::domain {

namespace {

void add_new(std::vector<std::string_view>& names,
             const std::vector<std::string>& more) {
  for (const std::string& name : more)
    if (std::ranges::find(names, name) == names.end())
      names.emplace_back(name);
}

} // namespace

std::vector<std::size_t> deployments_of(const catalog& c,
                                        std::string_view name) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < c.deployments.size(); ++i)
    if (c.deployments[i].name == name)
      found.push_back(i);
  std::ranges::stable_sort(
      found, {}, [&](std::size_t i) { return c.deployments[i].priority; });
  return found;
}

std::vector<std::string_view> fallbacks_of(const catalog& c,
                                           std::string_view name) {
  std::vector<std::string_view> names;
  if (const auto found = c.routes.find(name); found != c.routes.end()) {
    add_new(names, found->second.fallbacks);
    return names;
  }
  for (const std::size_t i : deployments_of(c, name))
    add_new(names, c.deployments[i].fallbacks);
  return names;
}

} // namespace bellwether::domain
