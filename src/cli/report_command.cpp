#include "cli/commands.hpp"
#include "cli/report.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace bellwether::cli {

namespace {

constexpr const char* when =
    "2026-11-22, 2026-11, 7d, 24h, or a moment as RFC 3339 has it";

void add_span(CLI::App& to, std::string& from, std::string& until,
              std::string& control) {
  to.add_option("--from", from,
                std::string{"From then on: "} + when
                    + "; without it the month's beginning")
      ->type_name("WHEN");
  to.add_option("--to", until, "Until before then; without it until now")
      ->type_name("WHEN");
  to.add_option("--control", control, "HOST:PORT of the daemon's control plane")
      ->capture_default_str();
}

} // namespace

void add_report(CLI::App& app, int& code) {
  auto* command =
      app.add_subcommand("report", "Show what a running daemon's calls cost");
  command->footer(
      "Without options: this month, by model.\n"
      "Examples:\n"
      "  bellwether report --by team,model\n"
      "  bellwether report --from 7d --by day\n"
      "  bellwether report --from 2026-10 --to 2026-11 --format csv > "
      "october.csv\n");
  auto options = std::make_shared<report_options>();
  add_span(*command, options->from, options->to, options->control);
  command
      ->add_option("--by", options->by,
                   "How to split it: month, day, hour, key, team, route, "
                   "provider, model, or several with commas")
      ->capture_default_str()
      ->type_name("WHAT,...");
  command
      ->add_option("--format", options->format,
                   "table, json or csv; amounts are exact in the latter two")
      ->check(CLI::IsMember({"table", "json", "csv"}))
      ->capture_default_str()
      ->type_name("FORMAT");
  command->callback(
      [options, &code] { code = report(*options, std::cout, std::cerr); });
}

void add_export(CLI::App& app, int& code) {
  auto* command = app.add_subcommand(
      "export", "Write a running daemon's single attempts to a file");
  command->footer(
      "Without options: this month. The file is written whole or not at all.\n"
      "Examples:\n"
      "  bellwether export november.json\n"
      "  bellwether export week.csv --from 7d --force\n");
  auto options = std::make_shared<export_options>();
  command->add_option("file", options->file, "Where to: FILE.json or FILE.csv")
      ->required()
      ->type_name("FILE");
  add_span(*command, options->from, options->to, options->control);
  command
      ->add_option("--format", options->format,
                   "json or csv, over the file's ending")
      ->check(CLI::IsMember({"json", "csv"}))
      ->type_name("FORMAT");
  command->add_flag("--force", options->force, "Replace the file if it exists");
  command->callback([options, &code] {
    code = export_costs(*options, std::cout, std::cerr);
  });
}

} // namespace bellwether::cli
