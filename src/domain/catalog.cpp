#include "domain/catalog.hpp"

#include <algorithm>

namespace bellwether::domain {

std::string_view to_string(tier t) {
  switch (t) {
    case tier::economy:
      return "economy";
    case tier::standard:
      return "standard";
    case tier::premium:
      return "premium";
  }
  return "unknown";
}

std::string_view to_string(strategy s) {
  switch (s) {
    case strategy::complexity:
      return "complexity";
    case strategy::priority:
      return "priority";
    case strategy::cost:
      return "cost";
    case strategy::listed:
      return "listed";
  }
  return "unknown";
}

bool catalog::knows(std::string_view name) const {
  return routes.contains(name)
         || std::ranges::any_of(
             deployments, [&](const deployment& d) { return d.name == name; });
}

} // namespace bellwether::domain
