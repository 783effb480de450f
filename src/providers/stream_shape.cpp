#include "providers/stream_shape.hpp"

namespace bellwether::providers {

stream_shape shape_of(std::string_view bytes) {
  const auto first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == bytes.npos)
    return stream_shape::unknown;
  switch (bytes[first]) {
    case '{':
    case '[':
      return stream_shape::body;
    case '<':
      return stream_shape::page;
    default:
      return stream_shape::events;
  }
}

} // namespace bellwether::providers
