#pragma once

#include "providers/codec.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace bellwether::providers {

/// Longer waits than this are cut to it.
inline constexpr std::chrono::milliseconds longest_wait =
    std::chrono::hours(24);

/// A duration with units, as Go and protobuf write it: `1s`, `6m0s`, `12ms`,
/// `1h2m3s`, `45.8379s`. Rounded up to milliseconds. Nothing for other text,
/// negative values and durations without a unit.
std::optional<std::chrono::milliseconds> read_duration(std::string_view text);

/// A plain number of seconds, with or without a fraction. Nothing for other
/// text and negative values.
std::optional<std::chrono::milliseconds> read_seconds(std::string_view text);

/// The wait of a message such as "Please retry in 38.92s.".
std::optional<std::chrono::milliseconds> wait_in_message(
    std::string_view message);

/// How long an answer's headers ask to wait: `retry-after-ms`, then
/// `retry-after` in seconds or as a date, which is compared with the answer's
/// own `Date`. Nothing if they do not say, or nothing sensible.
std::optional<std::chrono::milliseconds> retry_after(const answer_head& head);

} // namespace bellwether::providers
