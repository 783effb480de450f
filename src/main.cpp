#include "cli/commands.hpp"
#include "cli/unknown_command.hpp"
#include "version.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <string>

namespace {

using namespace bellwether;

constexpr const char* about =
    "Bellwether stands between applications and model providers: one\n"
    "OpenAI-compatible address that picks a model for each request and goes "
    "on\n"
    "to the next provider when one fails.";

constexpr const char* examples =
    "Examples:\n"
    "  bellwether check --config config/bellwether.json\n"
    "  bellwether serve --config config/bellwether.json\n"
    "  bellwether status\n"
    "  bellwether report --by team,model\n";

} // namespace

int main(int argc, char** argv) {
  CLI::App app{about, "bellwether"};
  app.footer(examples);
  app.require_subcommand(1);
  const auto words = std::string{"bellwether "} + version;
  app.set_version_flag("--version", words, "Print the version");
  int code = cli::success;

  cli::add_serve(app, code);

  std::string config;
  auto* check = app.add_subcommand(
      "check", "Validate a configuration and show what it comes to");
  check->add_option("--config", config, "Configuration file")->required();
  check->callback([&] { code = cli::check(config); });

  std::string control = "127.0.0.1:7301";
  bool json = false;
  auto* status =
      app.add_subcommand("status", "Show a running daemon's providers");
  status->add_option("--control", control, "HOST:PORT of its control plane")
      ->capture_default_str();
  status->add_flag("--json", json, "The whole report, as JSON");
  status->callback([&] { code = cli::status(control, json); });

  cli::add_report(app, code);
  cli::add_export(app, code);
  cli::add_keys(app, code);
  cli::add_ledger(app, code);
  cli::add_alerts(app, code);
  cli::add_drill(app, code);
  cli::add_prices(app, code);

  app.add_subcommand("version", "Print the version")->callback([&] {
    std::cout << words << '\n';
  });

  if (const auto wrong = cli::unknown_command(app, argc, argv);
      !wrong.empty()) {
    std::cerr << wrong << '\n';
    return cli::configuration;
  }

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& stop) { // --help ends here too
    return app.exit(stop) == 0 ? cli::success : cli::configuration;
  }
  return code;
}
