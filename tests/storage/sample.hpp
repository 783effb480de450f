#pragma once

#include "storage/memory.hpp"

#include <nlohmann/json.hpp>

#include <chrono>

namespace bellwether::storage {

/// Long enough for whatever a test does not want to be too old.
constexpr std::chrono::milliseconds hour_old = std::chrono::hours{1};

/// 2026-11-22T12:00:00.250Z, a day after the machine was started, plus `later`.
moment sample_moment(std::chrono::milliseconds later = {});

/// Two providers, one of them down with a model that is rate limited, and two
/// hours of counts. Times are whole milliseconds.
memory sample_memory();

/// The sample as the members of its file.
nlohmann::json sample_json();

/// What is read, `later` than the sample, from such members.
read_result read_json(const nlohmann::json& root,
                      std::chrono::milliseconds later = {});

} // namespace bellwether::storage
