#include "settings/sections.hpp"
#include "settings/shown_value.hpp"
#include "settings/wording.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::settings {

namespace {

using names = std::vector<std::string>;

/// Checks the names of providers, models and routes in the scopes.
class scope_check {
public:
  scope_check(const domain::catalog& all, std::vector<problem>& problems)
      : problems_{problems}, providers_{all.providers} {
    for (const auto& each : all.deployments)
      if (std::ranges::find(models_, each.name) == models_.end())
        models_.push_back(each.name);
    asked_for_ = models_;
    for (const auto& [name, route] : all.routes)
      asked_for_.push_back(name);
  }

  void scope(const node& value, const std::string& path) {
    check(value, path, "provider", "which is no provider", providers_);
    check(value, path, "model", "which is no model", models_);
    check(value, path, "route", "which is no model and no route", asked_for_);
  }

private:
  void check(const node& scope, const std::string& path, std::string_view key,
             std::string_view what, const names& known) {
    const auto* value = scope.find(key);
    if (value == nullptr)
      return;
    const auto at = path + "." + std::string{key};
    check_one(*value, at, what, known);
    for (std::size_t i = 0; i < value->items.size(); ++i)
      check_one(value->items[i], at + "[" + std::to_string(i) + "]", what,
                known);
  }

  void check_one(const node& value, const std::string& at,
                 std::string_view what, const names& known) {
    if (value.what != node::kind::text || value.text.empty()
        || std::ranges::find(known, value.text) != known.end())
      return;
    const auto near = suggestion(value.text, known);
    problems_.push_back(
        {at,
         "is " + shown(value.text) + ", " + std::string{what} + "; "
             + (near.empty() ? "there are " + alternatives(known) : near),
         value.line});
  }

  std::vector<problem>& problems_;
  const names& providers_;
  names models_;
  names asked_for_; ///< models and routes
};

/// Whether the budget counts what some callers spend on it.
bool may_count(const domain::budget& budget, const draft& all,
               const domain::deployment& of) {
  const auto admits = [](const names& list, const std::string& name) {
    return list.empty() || std::ranges::find(list, name) != list.end();
  };
  const auto& scope = budget.scope;
  return budget.is_hard() && admits(scope.models, of.name)
         && admits(scope.providers, all.value.catalog.providers[of.provider]);
}

void add_once(names& to, const std::string& name) {
  if (std::ranges::find(to, name) == to.end())
    to.push_back(name);
}

/// "budget \"monthly\" refuses", "budgets \"monthly\" and \"web\" refuse".
std::string list_of(const char* what, const names& all) {
  std::string out = what + std::string{all.size() > 1 ? "s " : " "};
  for (std::size_t i = 0; i < all.size(); ++i)
    out += std::string{i == 0                ? ""
                       : i + 1 == all.size() ? " and "
                                             : ", "}
           + all[i];
  return out;
}

void note_unpriced(draft& all) {
  names models;
  names budgets;
  for (const auto& each : all.value.catalog.deployments) {
    if (each.price || each.provider >= all.disabled.size()
        || !all.disabled[each.provider].empty())
      continue;
    for (const auto& budget : all.value.budgets)
      if (may_count(budget, all, each)) {
        add_once(models, each.name);
        add_once(budgets, "\"" + budget.name + "\"");
      }
  }
  if (!models.empty())
    all.value.notes.push_back(
        list_of("model", models) + (models.size() > 1 ? " have" : " has")
        + " no price, so " + list_of("budget", budgets)
        + (budgets.size() > 1 ? " refuse" : " refuses")
        + (models.size() > 1 ? " them" : " it")
        + ": give a price (0 if it is free), or set default_price");
}

} // namespace

void check_budgets(object_reader& root, draft& all) {
  const auto* models = root.value("models");
  const auto* routes = root.value("routes");
  if (models == nullptr || routes == nullptr)
    return; // reported already; half the names would be missing
  scope_check check{all.value.catalog, root.problems()};
  if (const auto* budgets = root.value("budgets"))
    for (std::size_t i = 0; i < budgets->items.size(); ++i)
      if (const auto* scope = budgets->items[i].find("scope"))
        check.scope(*scope, "budgets[" + std::to_string(i) + "].scope");
  note_unpriced(all);
}

} // namespace bellwether::settings
