#include "settings/sections.hpp"
#include "settings/wording.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::settings {

namespace {

using domain::catalog;

/// "; without it gpt-4.1 and gpt-4.1-mini are not served", or "".
std::string lost_models(const catalog& before, const catalog& after,
                        std::size_t provider) {
  std::vector<std::string> lost;
  for (const auto& each : before.deployments)
    if (each.provider == provider
        && std::ranges::none_of(after.deployments, [&](const auto& left) {
             return left.name == each.name;
           }))
      lost.push_back(each.name);
  if (lost.empty())
    return "";
  std::string out = "; without it ";
  for (std::size_t i = 0; i < lost.size(); ++i) {
    if (i > 0)
      out += i + 1 == lost.size() ? " and " : ", ";
    out += lost[i];
  }
  return out + (lost.size() == 1 ? " is not served" : " are not served");
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

void drop_unknown(std::vector<std::string>& names, const catalog& known) {
  std::erase_if(names,
                [&](const std::string& name) { return !known.knows(name); });
}

/// Drops names that are gone from routes and fallbacks, and the routes that
/// have nothing left, until nothing changes any more.
void prune(catalog& models, std::vector<std::string>& notes) {
  for (auto it = models.routes.begin(); it != models.routes.end();) {
    auto& [name, route] = *it;
    drop_unknown(route.candidates, models);
    drop_unknown(route.fallbacks, models);
    if (!route.candidates.empty() || !route.fallbacks.empty()) {
      ++it;
      continue;
    }
    notes.push_back("route " + name
                    + " is left out: none of its models is usable");
    models.routes.erase(it);
    it = models.routes.begin(); // others may have led here
  }
  for (auto& each : models.deployments)
    drop_unknown(each.fallbacks, models);
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
  std::vector<std::string> notes;
  note_disabled(all, out.catalog, notes);
  prune(out.catalog, notes);
  out.notes.insert(out.notes.begin(), notes.begin(), notes.end());
  return out;
}

} // namespace bellwether::settings
