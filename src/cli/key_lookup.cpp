#include "cli/key_lookup.hpp"

#include "cli/key_arguments.hpp"

#include <algorithm>

namespace bellwether::cli {

using domain::caller_key;

caller_key* find_key(std::vector<caller_key>& keys, const std::string& name,
                     std::string& problem) {
  const auto found = std::ranges::find(keys, name, &caller_key::name);
  if (found != keys.end())
    return &*found;
  std::vector<std::string> known;
  for (const auto& each : keys)
    known.push_back(each.name);
  const auto meant = offer(name, known);
  problem = "there is no key " + name
            + (meant.empty() ? "; `bellwether keys list` shows those that "
                               "there are"
                             : meant);
  return nullptr;
}

} // namespace bellwether::cli
