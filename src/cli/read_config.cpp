#include "cli/read_config.hpp"

#include <iostream>
#include <utility>

namespace bellwether::cli {

std::optional<settings::settings> read_config(
    const std::string& path, const settings::environment& env) {
  auto loaded = settings::load_file(path, env);
  if (auto* good = std::get_if<settings::settings>(&loaded))
    return std::move(*good);
  const auto& problems = std::get<std::vector<settings::problem>>(loaded);
  std::cerr << path << ": " << problems.size()
            << (problems.size() == 1 ? " problem\n" : " problems\n");
  for (const auto& problem : problems)
    std::cerr << "  " << to_string(problem) << '\n';
  return std::nullopt;
}

} // namespace bellwether::cli
