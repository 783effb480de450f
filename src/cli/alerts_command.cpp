#include "cli/alerts.hpp"
#include "cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace bellwether::cli {

namespace {

/// An order about one thing with a number.
struct numbered {
  admin_options daemon;
  std::uint64_t number = 0;
  std::string by;
};

void add_surroundings(CLI::App& to, admin_options& daemon) {
  add_control(to, daemon.control);
  add_admin_key(to, daemon);
}

void add_test(CLI::App& alerts, int& code) {
  auto* command = alerts.add_subcommand(
      "test", "Send a test alert to a sink and show what it says");
  struct test_options {
    admin_options daemon;
    std::string sink;
  };
  auto options = std::make_shared<test_options>();
  command->add_option("--sink", options->sink, "Its name in the configuration")
      ->required()
      ->type_name("NAME");
  add_surroundings(*command, options->daemon);
  command->callback([options, &code] {
    code = test_alerts(options->daemon, options->sink, std::cout, std::cerr);
  });
}

void add_acknowledge(CLI::App& alerts, int& code) {
  auto* command = alerts.add_subcommand(
      "ack", "Say that somebody sees to an alert: it is not told again");
  auto options = std::make_shared<numbered>();
  command->add_option("number", options->number, "The alert's number")
      ->required()
      ->type_name("NO");
  command->add_option("--by", options->by, "Who sees to it")->type_name("NAME");
  add_surroundings(*command, options->daemon);
  command->callback([options, &code] {
    code = acknowledge_alert(options->daemon, options->number, options->by,
                             std::cout, std::cerr);
  });
}

void add_silence(CLI::App& alerts, int& code) {
  auto* command = alerts.add_subcommand(
      "silence", "Tell nobody of some alerts for a while");
  auto options = std::make_shared<silence_options>();
  command->add_option("--rule", options->rule, "Such as provider_down")
      ->type_name("RULE");
  command->add_option("--entity", options->entity, "Such as openai")
      ->type_name("NAME");
  command->add_option("--for", options->length, "How long, at most 30 days")
      ->capture_default_str()
      ->type_name("TIME");
  command->add_option("--reason", options->reason, "For those who wonder")
      ->type_name("TEXT");
  add_surroundings(*command, options->daemon);
  command->callback([options, &code] {
    code = silence_alerts(*options, std::cout, std::cerr);
  });
}

void add_unsilence(CLI::App& alerts, int& code) {
  auto* command = alerts.add_subcommand("unsilence", "End a silence");
  auto options = std::make_shared<numbered>();
  command->add_option("id", options->number, "The silence's number")
      ->required()
      ->type_name("ID");
  add_surroundings(*command, options->daemon);
  command->callback([options, &code] {
    code = speak_again(options->daemon, options->number, std::cout, std::cerr);
  });
}

} // namespace

void add_alerts(CLI::App& app, int& code) {
  auto* command = app.add_subcommand(
      "alerts", "Show what a running daemon warns of, and whom it tells");
  struct show_options {
    std::string control = "127.0.0.1:7301";
    bool json = false;
  };
  auto options = std::make_shared<show_options>();
  add_control(*command, options->control);
  command->add_flag("--json", options->json, "All of it, as JSON");
  add_test(*command, code);
  add_acknowledge(*command, code);
  add_silence(*command, code);
  add_unsilence(*command, code);
  // After the subcommands, which would take it over.
  command->footer(
      "Without a command: a table. Changes need the daemon's admin key.\n"
      "Examples:\n"
      "  bellwether alerts\n"
      "  bellwether alerts test --sink ops\n"
      "  bellwether alerts ack 17 --by ada\n"
      "  bellwether alerts silence --rule provider_down --entity openai "
      "--for 2h\n");
  command->callback([command, options, &code] {
    if (command->get_subcommands().empty())
      code = show_alerts(options->control, options->json, std::cout, std::cerr);
  });
}

} // namespace bellwether::cli
