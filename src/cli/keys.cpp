#include "cli/keys.hpp"

#include "cli/commands.hpp"
#include "cli/drill_arguments.hpp"
#include "cli/key_arguments.hpp"
#include "cli/key_lookup.hpp"
#include "cli/keys_text.hpp"
#include "domain/rfc3339.hpp"
#include "settings/text_file.hpp"
#include "storage/key_file.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <ostream>

namespace bellwether::cli {

using domain::caller_key;
using json = nlohmann::ordered_json;
using key_list = std::vector<caller_key>;

namespace {

constexpr std::size_t hint_length = 7; ///< "bw-" and four characters
constexpr std::size_t most_bytes = std::size_t{64} * 1024 * 1024;

domain::wall_time wall_now() {
  return std::chrono::floor<std::chrono::milliseconds>(
      std::chrono::system_clock::now());
}

void set_secret(caller_key& of, const std::string& secret) {
  of.hash = storage::hash_secret(secret);
  of.hint = secret.substr(0, hint_length);
}

caller_key make_key(const key_options& options, const std::string& secret) {
  caller_key out;
  out.name = options.name;
  out.team = options.team;
  out.created = wall_now();
  set_secret(out, secret);
  if (!options.budget.empty())
    out.budget = domain::parse_key_budget(options.budget);
  out.requests_per_minute = options.requests_per_minute;
  out.tokens_per_minute = options.tokens_per_minute;
  out.models = options.models;
  return out;
}

void print_secret(const caller_key& key, const std::string& secret,
                  bool as_json, std::ostream& out) {
  if (!as_json) {
    out << secret << '\n';
    return;
  }
  json document{{"secret", secret}};
  document.update(key_json(key));
  out << document.dump(2, ' ', false, json::error_handler_t::replace) << '\n';
}

int end(const std::string& problem, std::ostream& err) {
  if (problem.empty())
    return success;
  err << problem << '\n';
  return failure;
}

} // namespace

int create_key(const key_options& options, std::ostream& out,
               std::ostream& err) {
  const auto folder = find_state_folder(options.where);
  if (!folder)
    return configuration;
  if (const auto wrong = problem_with(options, *folder); !wrong.empty()) {
    err << wrong << '\n';
    return configuration;
  }
  const auto secret = storage::make_secret();
  auto key = make_key(options, secret);
  bool first = false;
  const auto problem = storage::change_keys(folder->path, [&](key_list& keys) {
    first = keys.empty();
    if (key.name.empty())
      key.name = free_name(keys, key.team);
    if (std::ranges::find(keys, key.name, &caller_key::name) != keys.end())
      return "--name " + key.name
             + ": there is such a key; `bellwether keys rotate " + key.name
             + "` gives it a new secret";
    keys.push_back(key);
    return std::string{};
  });
  if (!problem.empty())
    return end(problem, err);
  err << "key " << key.name << " was made in " << folder->path.string()
      << "; its secret is shown this once:\n";
  print_secret(key, secret, options.json, out);
  if (first)
    err << "it is the first key: from now on callers need one, unless the "
           "configuration lets anonymous ones in\n";
  return success;
}

int list_keys(const state_options& where, bool as_json, std::ostream& out,
              std::ostream& err) {
  const auto folder = find_state_folder(where);
  if (!folder)
    return configuration;
  const auto file = folder->path / storage::key_file_name;
  std::error_code ignored;
  std::string text;
  if (std::filesystem::exists(file, ignored)) {
    auto read = settings::read_text_file(file.string(), most_bytes);
    if (const auto* error = std::get_if<settings::file_error>(&read))
      return end(file.string() + " " + error->why, err);
    text = std::get<std::string>(std::move(read));
  }
  const auto keys = storage::read_keys(text);
  if (const auto* problem = std::get_if<std::string>(&keys))
    return end(*problem, err);
  const auto& all = std::get<key_list>(keys);
  if (!as_json) {
    out << keys_table(all, wall_now());
    return success;
  }
  auto document = json::array();
  for (const auto& key : all)
    document.push_back(key_json(key));
  out << document.dump(2, ' ', false, json::error_handler_t::replace) << '\n';
  return success;
}

int revoke_key(const state_options& where, const std::string& name,
               std::ostream& err) {
  const auto folder = find_state_folder(where);
  if (!folder)
    return configuration;
  const auto problem = storage::change_keys(folder->path, [&](key_list& keys) {
    std::string trouble;
    auto* key = find_key(keys, name, trouble);
    if (key != nullptr && key->revoked)
      return "key " + name + " was revoked at "
             + domain::write_rfc3339_seconds(*key->revoked);
    if (key != nullptr)
      key->revoked = wall_now();
    return trouble;
  });
  if (problem.empty())
    err << "key " << name << " is revoked; a running daemon refuses it within "
        << "a second\n";
  return end(problem, err);
}

int rotate_key(const state_options& where, const std::string& name,
               const std::string& grace, bool as_json, std::ostream& out,
               std::ostream& err) {
  const auto folder = find_state_folder(where);
  if (!folder)
    return configuration;
  const auto length =
      grace == "0" ? std::chrono::milliseconds{0} : parse_duration(grace);
  if (!length) {
    err << "--grace " << grace
        << ": allowed are durations such as 24h and 30m, and 0\n";
    return configuration;
  }
  const auto secret = storage::make_secret();
  caller_key changed;
  const auto problem = storage::change_keys(folder->path, [&](key_list& keys) {
    std::string trouble;
    auto* key = find_key(keys, name, trouble);
    if (key == nullptr)
      return trouble;
    if (key->revoked)
      return "key " + name + " was revoked; make another with `bellwether keys "
             + "create`";
    key->former_hash = key->hash;
    key->former_until = wall_now() + *length;
    set_secret(*key, secret);
    changed = *key;
    return std::string{};
  });
  if (!problem.empty())
    return end(problem, err);
  err << "key " << name << " has a new secret, shown this once; the former one "
      << "is good until "
      << domain::write_rfc3339_seconds(*changed.former_until) << ":\n";
  print_secret(changed, secret, as_json, out);
  return success;
}

} // namespace bellwether::cli
