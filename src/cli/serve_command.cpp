#include "cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace bellwether::cli {

void add_serve(CLI::App& app, int& code) {
  auto options = std::make_shared<serve_options>();
  auto* command = app.add_subcommand(
      "serve", "Run the daemon until it is interrupted (Ctrl-C)");
  command->add_option("--config", options->config, "Configuration file")
      ->required();
  command->add_option("--listen", options->listen,
                      "HOST:PORT for applications, over the configuration; "
                      "port 0 lets the system choose");
  command->add_option("--control", options->control,
                      "HOST:PORT of the control plane, over the configuration");
  command
      ->add_option("--log-level", options->log_level,
                   "Lowest level that is logged, over the configuration")
      ->check(
          CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}));
  command->add_option("--ready-file", options->ready_file,
                      "Write the addresses as JSON here once it serves");
  command->add_option_function<std::string>(
      "--state-dir",
      [options](const auto& folder) { options->state_dir = folder; },
      "Folder for what outlives a restart, over the configuration; '' = none");
  command->callback([options, &code] { code = serve(*options); });
}

} // namespace bellwether::cli
