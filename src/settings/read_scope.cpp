#include "settings/sections.hpp"
#include "settings/shown_value.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bellwether::settings {

namespace {

constexpr std::array scope_keys{
    std::pair{"key", &domain::budget_scope::keys},
    std::pair{"team", &domain::budget_scope::teams},
    std::pair{"route", &domain::budget_scope::routes},
    std::pair{"provider", &domain::budget_scope::providers},
    std::pair{"model", &domain::budget_scope::models}};

/// One name or a list of them.
void read_names(object_reader& scope, const char* key,
                std::vector<std::string>& out) {
  const auto* value = scope.value(key);
  if (value == nullptr)
    return;
  if (value->what == node::kind::text) {
    if (scope.text(key, out.emplace_back()))
      return;
    out.clear();
  } else if (value->what != node::kind::list) {
    scope.refuse(key,
                 "is " + shown(*value) + ", must be a name or a list of names");
  } else if (value->items.empty()) {
    scope.refuse(key, "is empty, must name at least one");
  } else {
    scope.texts(key, out);
  }
}

void refuse_twins(object_reader& scope, const char* key,
                  const std::vector<std::string>& names) {
  for (auto it = names.begin(); it != names.end(); ++it)
    if (it->empty())
      scope.refuse(key, "holds an empty name");
    else if (std::find(names.begin(), it, *it) != it)
      scope.refuse(key, "holds " + shown(*it) + " twice");
}

} // namespace

void read_scope(object_reader scope, domain::budget_scope& out) {
  for (const auto& [key, names] : scope_keys) {
    read_names(scope, key, out.*names);
    refuse_twins(scope, key, out.*names);
  }
}

} // namespace bellwether::settings
