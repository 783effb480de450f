#include "cli/books.hpp"
#include "cli/commands.hpp"
#include "cli/state_arguments.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <string>

namespace bellwether::cli {

namespace {

struct book_options {
  state_options where;
  std::string file;
  bool force = false;
};

void add_backup(CLI::App& to, int& code) {
  auto* command = to.add_subcommand("backup", "Write a whole copy to a file");
  auto options = std::make_shared<book_options>();
  command->add_option("file", options->file, "The copy")
      ->required()
      ->type_name("FILE");
  command->add_flag("--force", options->force, "Replace it if it exists");
  add_state_options(*command, options->where);
  command->callback([options, &code] {
    code = back_up_ledger(options->where, options->file, options->force,
                          std::cout, std::cerr);
  });
}

} // namespace

void add_ledger(CLI::App& app, int& code) {
  auto* ledger = app.add_subcommand(
      "ledger", "Check, copy or compact the ledger, also while a daemon runs");
  ledger->require_subcommand(1);
  ledger->footer(
      "Examples:\n"
      "  bellwether ledger verify --config config/bellwether.json\n"
      "  bellwether ledger backup /backup/ledger.db\n");
  const auto add =
      [&](const char* name, const char* words,
          int (*what)(const state_options&, std::ostream&, std::ostream&)) {
        auto* command = ledger->add_subcommand(name, words);
        auto where = std::make_shared<state_options>();
        add_state_options(*command, *where);
        command->callback([where, what, &code] {
          code = what(*where, std::cout, std::cerr);
        });
      };
  add("verify",
      "Check every row against the hash chain; exit code 1: a bad row",
      verify_ledger);
  add_backup(*ledger, code);
  add("compact", "Give free space back to the disk", compact_ledger);
}

} // namespace bellwether::cli
