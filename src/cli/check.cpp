#include "cli/commands.hpp"
#include "cli/read_config.hpp"
#include "settings/summary.hpp"

#include <iostream>

namespace bellwether::cli {

int check(const std::string& config) {
  const auto loaded = read_config(config);
  if (!loaded)
    return configuration;
  std::cout << settings::summarize(*loaded);
  for (const auto& note : loaded->notes)
    std::cout << "note: " << note << '\n';
  std::cout << config << " is valid\n";
  return success;
}

} // namespace bellwether::cli
