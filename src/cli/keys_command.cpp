#include "cli/commands.hpp"
#include "cli/key_update.hpp"
#include "cli/keys.hpp"
#include "cli/state_arguments.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <string>

namespace bellwether::cli {

namespace {

struct named_key {
  state_options where;
  std::string name;
  std::string grace = "24h";
  bool json = false;
};

void add_name(CLI::App& to, std::string& name) {
  to.add_option("name", name, "The key's name")->required()->type_name("NAME");
}

void add_limits(CLI::App& to, key_options& options) {
  to.add_option("--budget", options.budget,
                "What it may spend: 50/month, 2.50/day, 10/rolling-7d")
      ->type_name("USD/PERIOD");
  to.add_option("--rpm", options.requests_per_minute,
                "Requests a minute at most")
      ->type_name("N");
  to.add_option("--tpm", options.tokens_per_minute, "Tokens a minute at most")
      ->type_name("N");
  to.add_option("--models", options.models,
                "Models and routes it may ask for; without it all")
      ->delimiter(',')
      ->type_name("NAME,...");
}

void add_create(CLI::App& keys, int& code) {
  auto* command = keys.add_subcommand(
      "create", "Make a key; its secret is printed this once");
  auto options = std::make_shared<key_options>();
  command
      ->add_option("--name", options->name,
                   "Its name in reports; without it TEAM-1, TEAM-2, ...")
      ->type_name("NAME");
  command->add_option("--team", options->team, "Whose it is")
      ->type_name("NAME");
  add_limits(*command, *options);
  command->add_flag("--json", options->json, "The key and its secret as JSON");
  add_state_options(*command, options->where);
  command->callback(
      [options, &code] { code = create_key(*options, std::cout, std::cerr); });
}

void add_changes(CLI::App& to, key_changes& changes) {
  to.add_option("--team", changes.team, "Whose it is")->type_name("NAME");
  to.add_option("--budget", changes.budget,
                "What it may spend: 50/month, 2.50/day, 10/rolling-7d")
      ->type_name("USD/PERIOD");
  to.add_option("--rpm", changes.requests_per_minute,
                "Requests a minute at most")
      ->type_name("N");
  to.add_option("--tpm", changes.tokens_per_minute, "Tokens a minute at most")
      ->type_name("N");
  to.add_option("--models", changes.models, "Models and routes it may ask for")
      ->delimiter(',')
      ->type_name("NAME,...");
}

void add_update(CLI::App& keys, int& code) {
  auto* command = keys.add_subcommand(
      "update", "Change a key's team and limits; its secret stays");
  auto changes = std::make_shared<key_changes>();
  add_name(*command, changes->name);
  add_changes(*command, *changes);
  command->add_flag("--json", changes->json, "The key as JSON");
  add_state_options(*command, changes->where);
  command->footer(
      "What is not named stays as it is; `none` takes it away:\n"
      "  bellwether keys update web-1 --budget 80/month --rpm none\n");
  command->callback(
      [changes, &code] { code = update_key(*changes, std::cout, std::cerr); });
}

void add_list(CLI::App& keys, int& code) {
  auto* command = keys.add_subcommand("list", "Show the keys");
  auto options = std::make_shared<named_key>();
  command->add_flag("--json", options->json, "As JSON");
  add_state_options(*command, options->where);
  command->callback([options, &code] {
    code = list_keys(options->where, options->json, std::cout, std::cerr);
  });
}

void add_revoke(CLI::App& keys, int& code) {
  auto* command = keys.add_subcommand(
      "revoke", "End a key for good; a running daemon sees it at once");
  auto options = std::make_shared<named_key>();
  add_name(*command, options->name);
  add_state_options(*command, options->where);
  command->callback([options, &code] {
    code = revoke_key(options->where, options->name, std::cerr);
  });
}

void add_rotate(CLI::App& keys, int& code) {
  auto* command = keys.add_subcommand(
      "rotate", "Give a key a new secret; the former one lasts a while");
  auto options = std::make_shared<named_key>();
  add_name(*command, options->name);
  command
      ->add_option("--grace", options->grace,
                   "How long the former secret is good: 24h, 30m, 0")
      ->capture_default_str()
      ->type_name("TIME");
  command->add_flag("--json", options->json, "The key and its secret as JSON");
  add_state_options(*command, options->where);
  command->callback([options, &code] {
    code = rotate_key(options->where, options->name, options->grace,
                      options->json, std::cout, std::cerr);
  });
}

} // namespace

void add_keys(CLI::App& app, int& code) {
  auto* keys = app.add_subcommand(
      "keys", "Make, list, change, rotate and revoke the keys of callers");
  keys->require_subcommand(1);
  keys->footer(
      "The key file is in the daemon's state folder; a running daemon reads\n"
      "it again within a second. Only hashes of secrets are stored.\n"
      "Examples:\n"
      "  bellwether keys create --team web --budget 50/month --rpm 60\n"
      "  bellwether keys update web-1 --budget 80/month --rpm none\n"
      "  bellwether keys rotate web-1 --grace 24h\n");
  add_create(*keys, code);
  add_list(*keys, code);
  add_update(*keys, code);
  add_revoke(*keys, code);
  add_rotate(*keys, code);
}

} // namespace bellwether::cli
