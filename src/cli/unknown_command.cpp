#include "cli/unknown_command.hpp"

#include "domain/nearest.hpp"

#include <CLI/CLI.hpp>
#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include <vector>

namespace bellwether::cli {

std::string unknown_command(const CLI::App& app, int argc,
                            const char* const* argv) {
  const auto* at = &app;
  for (int i = 1; i < argc; ++i) {
    const std::string word{argv[i]};
    const auto commands =
        at->get_subcommands([](const CLI::App*) { return true; });
    if (commands.empty() || word.starts_with('-'))
      return "";
    const CLI::App* next = nullptr;
    std::vector<std::string> names;
    for (const auto* each : commands) {
      names.push_back(each->get_name());
      if (names.back() == word)
        next = each;
    }
    if (next == nullptr) {
      const auto meant = domain::nearest(word, names);
      return fmt::format("there is no command {}{}; commands are {}", word,
                         meant.empty() ? "" : ", did you mean " + meant + "?",
                         fmt::join(names, ", "));
    }
    at = next;
  }
  return "";
}

} // namespace bellwether::cli
