#include "domain/lookup.hpp"
#include "domain/plan.hpp"

#include <algorithm>
#include <set>
#include <string_view>

namespace bellwether::domain {

namespace {

// A depth-first walk that keeps its own stack, so that a long chain in a
// configuration cannot exhaust the thread's.
class cycle_search {
public:
  explicit cycle_search(const catalog& c) : catalog_{c} {}

  std::string from(std::string_view start) {
    enter(start);
    while (!path_.empty()) {
      step& last = path_.back();
      if (last.next == last.fallbacks.size()) {
        path_.pop_back();
        continue;
      }
      const std::string_view name = last.fallbacks[last.next++];
      const auto on_path = std::ranges::find(path_, name, &step::name);
      if (on_path != path_.end())
        return describe(static_cast<std::size_t>(on_path - path_.begin()));
      enter(name);
    }
    return {};
  }

private:
  struct step {
    std::string_view name;
    std::vector<std::string_view> fallbacks;
    std::size_t next = 0;
  };

  void enter(std::string_view name) {
    if (seen_.insert(name).second)
      path_.push_back({name, fallbacks_of(catalog_, name)});
  }

  std::string describe(std::size_t first) const {
    std::string text;
    for (std::size_t i = first; i < path_.size(); ++i)
      text += std::string{path_[i].name} + " -> ";
    return text + std::string{path_[first].name};
  }

  const catalog& catalog_;
  std::set<std::string_view> seen_;
  std::vector<step> path_;
};

} // namespace

std::string find_fallback_cycle(const catalog& c) {
  cycle_search search{c};
  std::string cycle;
  for (const auto& [name, unused] : c.routes)
    if (cycle.empty())
      cycle = search.from(name);
  for (const deployment& d : c.deployments)
    if (cycle.empty())
      cycle = search.from(d.name);
  return cycle;
}

} // namespace bellwether::domain
