#include "domain/lookup.hpp"
#include "settings/sections.hpp"
#include "settings/wording.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::settings {

namespace {

using domain::catalog;

/// "a", "a and b", "a, b and c".
std::string enumerate(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0)
      out += i + 1 == names.size() ? " and " : ", ";
    out += names[i];
  }
  return out;
}

bool is_model(const catalog& c, std::string_view name) {
  return std::ranges::find(c.deployments, name, &domain::deployment::name)
         != c.deployments.end();
}

/// "; requests for gpt-4.1 go to its fallbacks; without it gpt-4.1-mini and
/// gpt-4.1-nano are not served", or "".
std::string lost_models(const catalog& before, const catalog& after,
                        std::size_t provider) {
  std::vector<std::string> replaced;
  std::vector<std::string> lost;
  for (const auto& each : before.deployments)
    if (each.provider == provider && !is_model(after, each.name))
      (after.knows(each.name) ? replaced : lost).push_back(each.name);
  std::string out;
  if (!replaced.empty())
    out += "; requests for " + enumerate(replaced) + " go to "
           + (replaced.size() == 1 ? "its" : "their") + " fallbacks";
  if (!lost.empty())
    out += "; without it " + enumerate(lost)
           + (lost.size() == 1 ? " is not served" : " are not served");
  return out;
}

/// Keeps the usable providers and their deployments, with new indices.
void keep_usable(const draft& all, settings& out) {
  std::vector<std::size_t> moved(all.disabled.size());
  for (std::size_t i = 0; i < all.disabled.size(); ++i) {
    moved[i] = out.providers.size();
    if (!all.disabled[i].empty())
      continue;
    out.providers.push_back(all.value.providers[i]);
    out.catalog.providers.push_back(all.value.catalog.providers[i]);
  }
  for (auto each : all.value.catalog.deployments) {
    if (each.provider >= moved.size() || !all.disabled[each.provider].empty())
      continue;
    each.provider = moved[each.provider];
    out.catalog.deployments.push_back(std::move(each));
  }
}

/// A model without any deployment left becomes a route to its fallbacks, so
/// that whoever asks for it is answered as if its provider were down.
void stand_in(const catalog& before, catalog& models) {
  for (const auto& each : before.deployments) {
    if (is_model(models, each.name))
      continue;
    const auto fallbacks = domain::fallbacks_of(before, each.name);
    if (!fallbacks.empty())
      models.routes.try_emplace(
          each.name, domain::route{domain::strategy::listed,
                                   {},
                                   {fallbacks.begin(), fallbacks.end()}});
  }
}

/// Drops names that are gone from routes and fallbacks, and the routes that
/// have nothing left, until nothing changes any more. Returns those routes.
std::vector<std::string> prune(catalog& models) {
  std::vector<std::string> gone;
  const auto unknown = [&](const std::string& name) {
    return !models.knows(name);
  };
  for (auto it = models.routes.begin(); it != models.routes.end();) {
    auto& [name, route] = *it;
    std::erase_if(route.candidates, [&](const std::string& candidate) {
      return !is_model(models, candidate);
    });
    std::erase_if(route.fallbacks, unknown);
    if (!route.candidates.empty() || !route.fallbacks.empty()) {
      ++it;
      continue;
    }
    gone.push_back(name);
    models.routes.erase(it);
    it = models.routes.begin(); // others may have led here
  }
  for (auto& each : models.deployments)
    std::erase_if(each.fallbacks, unknown);
  return gone;
}

void note_disabled(const draft& all, const catalog& left,
                   std::vector<std::string>& notes) {
  const auto count = " (" + std::to_string(left.providers.size()) + " of "
                     + std::to_string(all.disabled.size()) + " providers left)";
  for (std::size_t i = 0; i < all.disabled.size(); ++i)
    if (!all.disabled[i].empty())
      notes.push_back("provider " + all.value.providers[i].name
                      + " is disabled: " + all.disabled[i]
                      + lost_models(all.value.catalog, left, i) + count);
}

void report_nothing_left(const draft& all, const settings& out,
                         std::vector<problem>& problems) {
  if (all.disabled.empty())
    return; // there are no providers at all: reported already
  if (out.providers.empty()) {
    auto remedies = all.remedies;
    std::ranges::sort(remedies);
    remedies.erase(std::unique(remedies.begin(), remedies.end()),
                   remedies.end());
    std::string message = "no provider is usable: ";
    message += remedies.empty() ? "their key files are missing or empty"
                                : "set " + alternatives(remedies);
    problems.push_back({"providers", std::move(message)});
    return;
  }
  // A model at a provider that does not exist is reported already.
  const auto is_known = [&](const domain::deployment& each) {
    return each.provider < all.disabled.size();
  };
  const auto& models = all.value.catalog.deployments;
  if (out.catalog.deployments.empty() && !models.empty()
      && std::ranges::all_of(models, is_known))
    problems.push_back({"models",
                        "no model is usable: the providers of all of them are "
                        "disabled"});
}

} // namespace

settings leave_out_disabled(draft all, std::vector<problem>& problems) {
  auto out = all.value;
  out.providers.clear();
  out.catalog.providers.clear();
  out.catalog.deployments.clear();
  keep_usable(all, out);
  report_nothing_left(all, out, problems);
  stand_in(all.value.catalog, out.catalog);
  const auto gone = prune(out.catalog);
  std::vector<std::string> notes;
  note_disabled(all, out.catalog, notes);
  for (const auto& name : gone)
    if (!is_model(all.value.catalog, name))
      notes.push_back("route " + name
                      + " is left out: none of its models is usable");
  out.notes.insert(out.notes.begin(), notes.begin(), notes.end());
  return out;
}

} // namespace bellwether::settings
