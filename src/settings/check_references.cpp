#include "domain/plan.hpp"
#include "settings/sections.hpp"
#include "settings/shown_value.hpp"
#include "settings/wording.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::settings {

namespace {

/// Checks the lists of names that models and routes hold.
class reference_check {
public:
  reference_check(const domain::catalog& all, std::vector<problem>& problems)
      : catalog_{all}, problems_{problems} {
    for (const auto& each : all.deployments)
      if (std::ranges::find(models_, each.name) == models_.end())
        models_.push_back(each.name);
    names_ = models_;
    for (const auto& [name, route] : all.routes)
      names_.push_back(name);
  }

  void model(const node& value, const std::string& path) {
    fallbacks(value, path);
  }

  void route(const std::string& name, const node& value,
             const std::string& path) {
    if (is_model(name))
      report(path, value,
             "is also the name of a model, must be a name of its own");
    candidates(value, path);
    fallbacks(value, path);
  }

private:
  bool is_model(const std::string& name) const {
    return std::ranges::find(models_, name) != models_.end();
  }

  void candidates(const node& holder, const std::string& path) {
    for_each_name(holder, "candidates", path,
                  [this](const node& item, const std::string& at) {
                    if (is_model(item.text))
                      return;
                    if (catalog_.routes.contains(item.text))
                      report(at, item,
                             "is " + shown(item.text)
                               + ", a route; candidates must be models, "
                                 "fallbacks may be routes");
                    else
                      unknown(item, at, "which is no model", models_);
                  });
  }

  void fallbacks(const node& holder, const std::string& path) {
    for_each_name(holder, "fallbacks", path,
                  [this](const node& item, const std::string& at) {
                    if (!catalog_.knows(item.text))
                      unknown(item, at, "which is no model and no route",
                              names_);
                  });
  }

  template <class Check>
  void for_each_name(const node& holder, std::string_view key,
                     const std::string& path, Check check) {
    const auto* list = holder.find(key);
    if (list == nullptr)
      return;
    std::vector<std::string> seen;
    for (std::size_t i = 0; i < list->items.size(); ++i) {
      const auto& item = list->items[i];
      if (item.what != node::kind::text)
        continue;
      const auto at =
          path + "." + std::string{key} + "[" + std::to_string(i) + "]";
      if (std::ranges::find(seen, item.text) != seen.end())
        report(at, item, "is " + shown(item.text) + ", which stands twice");
      else
        check(item, at);
      seen.push_back(item.text);
    }
  }

  void unknown(const node& item, const std::string& at, std::string_view what,
               const std::vector<std::string>& known) {
    const auto near = suggestion(item.text, known);
    report(at, item,
           "is " + shown(item.text) + ", " + std::string{what} + "; "
               + (near.empty() ? "there are " + alternatives(known) : near));
  }

  void report(std::string path, const node& at, std::string message) {
    problems_.push_back({std::move(path), std::move(message), at.line});
  }

  const domain::catalog& catalog_;
  std::vector<problem>& problems_;
  std::vector<std::string> models_;
  std::vector<std::string> names_; ///< of models and routes
};

/// Reports a cycle at the fallbacks of the first name in it.
void check_cycles(object_reader& root, const domain::catalog& all) {
  const auto cycle = domain::find_fallback_cycle(all);
  if (cycle.empty())
    return;
  const auto first = cycle.substr(0, cycle.find(" -> "));
  const auto message =
      "fallbacks run in a circle: " + cycle + "; must end somewhere";
  std::size_t index = 0;
  for (const auto& model : root.source().find("models")->items) {
    const auto* name = model.find("name");
    const auto* fallbacks = model.find("fallbacks");
    if (name != nullptr && name->text == first && fallbacks != nullptr) {
      root.problems().push_back(
          {"models[" + std::to_string(index) + "].fallbacks", message,
           fallbacks->line});
      return;
    }
    ++index;
  }
  for (const auto& [name, route] : root.source().find("routes")->members)
    if (const auto* fallbacks = route.find("fallbacks");
        name == first && fallbacks != nullptr)
      root.problems().push_back({"routes." + shown_key(name) + ".fallbacks",
                                 message, fallbacks->line});
}

} // namespace

void check_references(object_reader& root, const draft& all) {
  const auto* models = root.value("models");
  const auto* routes = root.value("routes");
  if (models == nullptr || routes == nullptr)
    return; // reported already; half the names would be missing
  reference_check check{all.value.catalog, root.problems()};
  for (std::size_t i = 0; i < models->items.size(); ++i)
    check.model(models->items[i], "models[" + std::to_string(i) + "]");
  for (const auto& [name, route] : routes->members)
    check.route(name, route, "routes." + shown_key(name));
  check_cycles(root, all.value.catalog);
}

} // namespace bellwether::settings
