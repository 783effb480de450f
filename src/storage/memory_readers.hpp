#pragma once

#include "storage/memory.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>

namespace bellwether::storage {

/// A clock may have been set back by so much since the file was written.
constexpr std::chrono::minutes clock_tolerance{5};

constexpr std::size_t most_providers = 1'000;

/// Each takes one part of the file's object into `to` and returns how many
/// entries of it were left out, damaged or too many.
std::size_t read_providers(const nlohmann::json& root, const moment& now,
                           memory& to);
std::size_t read_hours(const nlohmann::json& root, const moment& now,
                       memory& to);

} // namespace bellwether::storage
