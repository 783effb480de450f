#pragma once

#include "domain/catalog.hpp"
#include "domain/failure.hpp"
#include "domain/health.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace bellwether::domain {

/// A moment `since_start` after an arbitrary start.
time_point at(std::chrono::milliseconds since_start);

/// A failure of class `what`, perhaps with a Retry-After.
failure failure_of(
    failure_class what,
    std::optional<std::chrono::milliseconds> retry_after = std::nullopt);

/// A deployment of `name` that is called the same upstream.
deployment model(std::string name, std::size_t provider = 0,
                 tier t = tier::standard, int priority = 100);

/// The tutorial's four models, one at each of four providers, in a route
/// `auto` by complexity.
catalog tutorial_catalog();

} // namespace bellwether::domain
