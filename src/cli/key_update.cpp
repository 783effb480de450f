#include "cli/key_update.hpp"

#include "cli/commands.hpp"
#include "cli/key_arguments.hpp"
#include "cli/key_lookup.hpp"
#include "cli/keys_text.hpp"
#include "storage/key_file.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <chrono>
#include <cstdint>
#include <ostream>

namespace bellwether::cli {

using domain::caller_key;
using key_list = std::vector<caller_key>;
using maybe_text = std::optional<std::string>;

namespace {

/// What was given but for "none", as if a key was to be made of it.
struct wanted_limits {
  key_options limits;
  std::string problem;
};

bool is_none(const maybe_text& text) {
  return text == no_limit;
}

std::string text_of(const maybe_text& given) {
  return is_none(given) ? std::string{} : given.value_or("");
}

std::optional<std::int64_t> rate_of(const char* option, const maybe_text& given,
                                    std::string& problem) {
  if (!given || is_none(given))
    return {};
  std::int64_t rate = 0;
  const auto* end = given->data() + given->size();
  const auto [stop, error] = std::from_chars(given->data(), end, rate);
  if (error == std::errc{} && stop == end)
    return rate;
  problem = std::string{option} + " " + *given
            + ": allowed are whole numbers from 1, and none";
  return {};
}

bool changes_nothing(const key_changes& changes) {
  return !changes.team && !changes.budget && !changes.requests_per_minute
         && !changes.tokens_per_minute && changes.models.empty();
}

/// An option with nothing behind it would take a limit away unasked.
std::string empty_option(const key_changes& changes) {
  for (const auto& [option, given] :
       {std::pair{"--team", &changes.team}, {"--budget", &changes.budget}})
    if (*given && (*given)->empty())
      return std::string{option} + ": says nothing; `none` takes it away";
  return "";
}

wanted_limits read(const key_changes& changes, const state_folder& folder) {
  wanted_limits out;
  auto& to = out.limits;
  out.problem = changes_nothing(changes)
                    ? "nothing is to be changed; name at least one of --team, "
                      "--budget, --rpm, --tpm and --models"
                    : empty_option(changes);
  to.team = text_of(changes.team);
  to.budget = text_of(changes.budget);
  to.requests_per_minute =
      rate_of("--rpm", changes.requests_per_minute, out.problem);
  to.tokens_per_minute =
      rate_of("--tpm", changes.tokens_per_minute, out.problem);
  if (changes.models != std::vector<std::string>{no_limit})
    to.models = changes.models;
  if (out.problem.empty())
    out.problem = problem_with(to, folder);
  return out;
}

void apply(const key_changes& changes, const key_options& wanted,
           caller_key& to) {
  if (changes.team)
    to.team = wanted.team;
  if (is_none(changes.budget))
    to.budget.reset();
  else if (changes.budget)
    to.budget = domain::parse_key_budget(wanted.budget);
  if (changes.requests_per_minute)
    to.requests_per_minute = wanted.requests_per_minute;
  if (changes.tokens_per_minute)
    to.tokens_per_minute = wanted.tokens_per_minute;
  if (!changes.models.empty())
    to.models = wanted.models;
}

void show(const caller_key& key, bool as_json, std::ostream& out) {
  if (as_json)
    out << key_json(key).dump(2, ' ', false,
                              nlohmann::ordered_json::error_handler_t::replace)
        << '\n';
  else
    out << keys_table({key}, std::chrono::floor<std::chrono::milliseconds>(
                                 std::chrono::system_clock::now()));
}

} // namespace

int update_key(const key_changes& changes, std::ostream& out,
               std::ostream& err) {
  const auto folder = find_state_folder(changes.where);
  if (!folder)
    return configuration;
  const auto wanted = read(changes, *folder);
  if (!wanted.problem.empty()) {
    err << wanted.problem << '\n';
    return configuration;
  }
  caller_key changed;
  const auto problem = storage::change_keys(folder->path, [&](key_list& keys) {
    std::string trouble;
    auto* key = find_key(keys, changes.name, trouble);
    if (key == nullptr)
      return trouble;
    if (key->revoked)
      return "key " + key->name
             + " was revoked; make another with `bellwether keys create`";
    apply(changes, wanted.limits, *key);
    changed = *key;
    return std::string{};
  });
  if (!problem.empty()) {
    err << problem << '\n';
    return failure;
  }
  err << "key " << changed.name
      << " is changed; a running daemon goes by it within a second:\n";
  show(changed, changes.json, out);
  return success;
}

} // namespace bellwether::cli
