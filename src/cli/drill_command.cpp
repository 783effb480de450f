#include "cli/commands.hpp"
#include "cli/drill.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace bellwether::cli {

namespace {

void add_fault(CLI::App& to, drill_options& options) {
  to.add_option("--provider", options.provider,
                "Whose failure is rehearsed; nothing is sent to it instead")
      ->required()
      ->type_name("NAME");
  to.add_option("--fault", options.fault,
                "refuse, hang, slow, 500, 429, cut or garbage")
      ->required()
      ->check(CLI::IsMember(
          {"refuse", "hang", "slow", "500", "429", "cut", "garbage"}))
      ->type_name("FAULT");
  to.add_option("--share", options.share,
                "Share of the attempts at the provider, such as 25%")
      ->capture_default_str()
      ->type_name("SHARE");
  to.add_option("--for", options.length, "How long, at most 1h")
      ->capture_default_str()
      ->type_name("TIME");
  to.add_option("--delay", options.delay,
                "How much later answers come with --fault slow")
      ->capture_default_str()
      ->type_name("TIME");
}

void add_surroundings(CLI::App& to, drill_options& options) {
  add_control(to, options.daemon.control);
  add_admin_key(to, options.daemon);
  to.add_option("--recover", options.recover,
                "How long to wait afterwards until the provider is back")
      ->capture_default_str()
      ->type_name("TIME");
  to.add_option("--out", options.out, "Folder for the report")
      ->capture_default_str()
      ->type_name("FOLDER");
}

} // namespace

void add_drill(CLI::App& app, int& code) {
  auto* command = app.add_subcommand(
      "drill", "Rehearse a provider's failure on a running daemon");
  command->footer(
      "The daemon needs \"admin\": {\"drills\": true} and an admin key. The\n"
      "drill stops by itself when callers feel it. Exit code 0: no caller "
      "felt\n"
      "it; 1: one did, or it could not run; 2: wrong arguments.\n"
      "Example:\n"
      "  bellwether drill --provider openai --fault refuse --for 60s\n");
  auto options = std::make_shared<drill_options>();
  add_fault(*command, *options);
  add_surroundings(*command, *options);
  command->callback(
      [options, &code] { code = drill(*options, std::cout, std::cerr); });
}

} // namespace bellwether::cli
