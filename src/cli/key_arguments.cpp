#include "cli/key_arguments.hpp"

#include "domain/caller_key.hpp"
#include "domain/nearest.hpp"
#include "settings/sections.hpp"

#include <algorithm>
#include <optional>

namespace bellwether::cli {

namespace {

std::string wrong_name(const char* option, const std::string& name) {
  const auto error = settings::name_error(name, "");
  if (name.empty() || error.empty())
    return "";
  return std::string{option} + " " + name + ": " + error;
}

/// Names of models and routes that the configuration does not know.
std::string wrong_models(const key_options& options,
                         const state_folder& folder) {
  if (!folder.configured)
    return "";
  const auto& catalog = folder.configured->catalog;
  std::vector<std::string> known;
  for (const auto& each : catalog.deployments)
    known.push_back(each.name);
  for (const auto& [name, route] : catalog.routes)
    known.push_back(name);
  for (const auto& name : options.models)
    if (std::ranges::find(known, name) == known.end())
      return "--models " + name
             + ": the configuration has no such model or route"
             + offer(name, known);
  return "";
}

std::string wrong_rate(const char* option,
                       const std::optional<std::int64_t>& rate) {
  return rate && *rate < 1 ? std::string{option} + " " + std::to_string(*rate)
                                 + ": allowed is a whole number from 1"
                           : std::string{};
}

} // namespace

std::string offer(const std::string& word, const std::vector<std::string>& of) {
  const auto meant = domain::nearest(word, of);
  return meant.empty() ? std::string{} : "; did you mean " + meant + "?";
}

std::string problem_with(const key_options& options,
                         const state_folder& folder) {
  for (const auto& problem :
       {wrong_name("--name", options.name), wrong_name("--team", options.team),
        wrong_rate("--rpm", options.requests_per_minute),
        wrong_rate("--tpm", options.tokens_per_minute),
        wrong_models(options, folder)})
    if (!problem.empty())
      return problem;
  if (!options.budget.empty() && !domain::parse_key_budget(options.budget))
    return "--budget " + options.budget
           + ": allowed are dollars and a period, such as 50/month, 2.50/day "
             "and 10/rolling-7d";
  return "";
}

} // namespace bellwether::cli
