#include "settings/sections.hpp"
#include "settings/shown_value.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::settings {

namespace {

using domain::deployment;

bool has_chat_model(const domain::catalog& all, std::size_t provider) {
  return std::ranges::any_of(all.deployments, [&](const deployment& each) {
    return each.provider == provider && each.task == domain::task::chat;
  });
}

/// Where a section says what its probe asks, or nullptr.
const node* kind_in(const node& section) {
  const auto* probe = section.find("probe");
  return probe == nullptr ? nullptr : probe->find("kind");
}

/// Reports at the provider's own key, or at the one that it has its kind from.
void report(object_reader& root, const member& provider) {
  const auto own = "providers." + shown_key(provider.key) + ".probe.kind";
  const auto without =
      "provider " + shown_key(provider.key) + " has no chat model to ask";
  if (const auto* kind = kind_in(provider.value)) {
    root.problems().push_back(
        {own, "is \"completion\", must be models or off: " + without,
         kind->line});
    return;
  }
  const auto* health = root.source().find("health");
  const auto* kind = health == nullptr ? nullptr : kind_in(*health);
  root.problems().push_back({"health.probe.kind",
                             "is \"completion\", but " + without + "; set "
                                 + own + " to models or off",
                             kind == nullptr ? 0 : kind->line});
}

} // namespace

void check_probes(object_reader& root, const draft& all) {
  const auto& providers = all.value.providers;
  const auto& models = all.value.catalog.deployments;
  const auto astray = [&](const deployment& each) {
    return each.provider >= providers.size();
  };
  if (models.empty() || std::ranges::any_of(models, astray))
    return; // reported already; which models a provider has is not clear
  const auto written = root.named("providers");
  for (std::size_t i = 0; i < providers.size(); ++i)
    if (providers[i].probe.kind == domain::probe_kind::completion
        && !has_chat_model(all.value.catalog, i))
      report(root, written[i]);
}

} // namespace bellwether::settings
