#pragma once

#include "domain/catalog.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace bellwether::domain {

/// The deployments of the model `name` by priority, equal ones as listed;
/// indices into catalog::deployments. Routes are not looked at.
std::vector<std::size_t> deployments_of(const catalog& c,
                                        std::string_view name);

/// What is tried after `name`: the route's fallbacks if it is a route, else
/// those of the model's deployments by priority. No name stands twice. Points
/// into `c`.
std::vector<std::string_view> fallbacks_of(const catalog& c,
                                           std::string_view name);

} // namespace bellwether::domain
