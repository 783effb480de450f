#include "settings/sections.hpp"
#include "settings/shown_value.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace bellwether::settings {

namespace {

using domain::task;

std::string_view word(task t) {
  return t == task::chat ? "chat" : "embeddings";
}

class task_check {
public:
  task_check(const domain::catalog& all, std::vector<problem>& problems)
      : catalog_{all}, problems_{problems} {}

  void model(std::size_t index, const node& value) {
    const auto path = "models[" + std::to_string(index) + "]";
    const auto& deployment = catalog_.deployments[index];
    const auto first = first_of(deployment.name);
    const auto& twin = catalog_.deployments[first];
    if (twin.task != deployment.task)
      problems_.push_back({path + ".task",
                           "is " + std::string{word(deployment.task)} + ", but "
                               + shown(deployment.name) + " is for "
                               + std::string{word(twin.task)} + " in models["
                               + std::to_string(first)
                               + "], must be the same at all providers",
                           value.line});
    stand_ins(value, "fallbacks", path, deployment.task);
  }

  void route(const std::string& name, const node& value) {
    const auto path = "routes." + shown_key(name);
    const auto own = of_route(name);
    if (!own)
      return; // reported already: it has no known candidate
    stand_ins(value, "candidates", path, *own, 1);
    stand_ins(value, "fallbacks", path, *own);
  }

private:
  /// Index of the name's first deployment, or how many deployments there are.
  std::size_t first_of(std::string_view name) const {
    const auto it = std::ranges::find(catalog_.deployments, name,
                                      &domain::deployment::name);
    return static_cast<std::size_t>(it - catalog_.deployments.begin());
  }

  std::optional<task> of_model(std::string_view name) const {
    const auto first = first_of(name);
    if (first == catalog_.deployments.size())
      return std::nullopt;
    return catalog_.deployments[first].task;
  }

  /// A route does what its first known candidate does.
  std::optional<task> of_route(std::string_view name) const {
    const auto found = catalog_.routes.find(name);
    if (found == catalog_.routes.end())
      return std::nullopt;
    for (const auto& candidate : found->second.candidates)
      if (const auto does = of_model(candidate))
        return does;
    return std::nullopt;
  }

  /// Checks the names of a list, but for the first `skipped`, against the task
  /// that they are to do.
  void stand_ins(const node& holder, std::string_view key,
                 const std::string& path, task own, std::size_t skipped = 0) {
    const auto* list = holder.find(key);
    if (list == nullptr)
      return;
    for (std::size_t i = skipped; i < list->items.size(); ++i) {
      const auto& name = list->items[i].text;
      const auto model = of_model(name);
      const auto does = model ? model : of_route(name);
      if (!does || (own == task::chat && *does == task::chat))
        continue;
      problems_.push_back(
          {path + "." + std::string{key} + "[" + std::to_string(i) + "]",
           "is " + shown(name) + reason(own, *does), list->items[i].line});
    }
  }

  static std::string reason(task own, task does) {
    if (own != does)
      return ", which is for " + std::string{word(does)} + ", must be for "
             + std::string{word(own)} + " as the others are";
    return ", another model for embeddings; must be left out, because vectors "
           "of different models cannot be compared (the same name at a further "
           "provider can stand in)";
  }

  const domain::catalog& catalog_;
  std::vector<problem>& problems_;
};

} // namespace

void check_tasks(object_reader& root, const draft& all) {
  const auto* models = root.value("models");
  const auto* routes = root.value("routes");
  if (models == nullptr || routes == nullptr)
    return; // reported already
  task_check check{all.value.catalog, root.problems()};
  for (std::size_t i = 0; i < models->items.size(); ++i)
    check.model(i, models->items[i]);
  for (const auto& [name, route] : routes->members)
    check.route(name, route);
}

} // namespace bellwether::settings
