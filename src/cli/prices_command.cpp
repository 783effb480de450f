#include "cli/commands.hpp"
#include "cli/prices.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace bellwether::cli {

void add_prices(CLI::App& app, int& code) {
  auto* prices = app.add_subcommand("prices", "List prices of models");
  prices->require_subcommand(1);
  prices->footer(
      "Example:\n  bellwether prices import model_prices.json --output "
      "config/pricing.json --force\n");
  auto* import = prices->add_subcommand("import",
                                        "Make a pricing_file of LiteLLM's "
                                        "model_prices_and_context_window.json");
  auto options = std::make_shared<prices_import_options>();
  import->add_option("file", options->file, "LiteLLM's file")
      ->required()
      ->type_name("FILE");
  import
      ->add_option("--output", options->output,
                   "Write here instead of to standard output")
      ->type_name("FILE");
  import
      ->add_option("--only", options->only,
                   "Names of the models to take, separated by commas")
      ->delimiter(',')
      ->allow_extra_args(false) // what follows is the file
      ->type_name("NAME,...");
  import->add_flag("--force", options->force,
                   "Replace the output if it exists");
  import->callback([options, &code] {
    code = prices_import(*options, std::cout, std::cerr);
  });
}

} // namespace bellwether::cli
