#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bellwether::providers {

/// What came where a stream was asked for.
enum class stream_shape : std::uint8_t {
  unknown, ///< nothing but white space yet
  events,  ///< server-sent events
  body,    ///< a JSON document: a whole answer, or an error
  page,    ///< HTML
};

/// Tells by the first byte that is neither white space nor a byte order mark.
/// Ask again with the next bytes while it is unknown; such bytes carry nothing.
stream_shape shape_of(std::string_view bytes);

/// A body instead of a stream is not kept beyond this.
inline constexpr std::size_t max_streamed_body_bytes = 32U << 20;

} // namespace bellwether::providers
