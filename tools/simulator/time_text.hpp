#pragma once

#include <chrono>
#include <string>

namespace bellwether::simulator {

/// "Sun, 06 Nov 1994 08:49:37 GMT"; the second that has begun.
std::string http_date(std::chrono::system_clock::time_point at);

/// "1994-11-06T08:49:37Z", rounded up to seconds.
std::string rfc3339(std::chrono::system_clock::time_point at);

/// As Go writes it: "1h2m3s", "6m0s", "1.5s", "12ms". Rounded up to
/// milliseconds.
std::string go_duration(std::chrono::nanoseconds d);

/// "1.5s", as protobuf writes it. Rounded up to milliseconds.
std::string protobuf_duration(std::chrono::nanoseconds d);

/// Whole seconds, rounded up.
std::string whole_seconds(std::chrono::nanoseconds d);

} // namespace bellwether::simulator
