#pragma once

#include <chrono>
#include <string>

namespace bellwether::http {

/// A moment to the second in UTC: "2026-11-22T12:00:00Z".
std::string rfc3339(std::chrono::system_clock::time_point at);

/// The same to the millisecond: "2026-11-22T12:00:00.250Z".
std::string rfc3339_ms(std::chrono::system_clock::time_point at);

} // namespace bellwether::http
