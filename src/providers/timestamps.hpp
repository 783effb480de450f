#pragma once

#include "domain/wall_time.hpp"

#include <optional>
#include <string_view>

namespace bellwether::providers {

/// A point in time that an answer names.
using timestamp = domain::wall_time;

/// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that HTTP may still send.
std::optional<timestamp> read_http_date(std::string_view text);

/// RFC 3339, "1994-11-06T08:49:37.5Z" or with an offset such as "+01:00", with
/// spaces around it. Rounded up to milliseconds.
std::optional<timestamp> read_rfc3339(std::string_view text);

} // namespace bellwether::providers
