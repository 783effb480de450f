#pragma once

#include <cstddef>
#include <string_view>

namespace bellwether::providers::gemini {

/// Finds the place where a stream of events turns into a document: a line that
/// opens JSON or HTML, as no field of an event does. Google breaks its streams
/// off with a bare error body, and some proxies stream an array.
class body_finder {
public:
  /// Where the document begins in the next bytes of the stream, or their size.
  std::size_t find(std::string_view bytes);

private:
  bool line_start_ = true; ///< nothing but blanks since the last line end
};

} // namespace bellwether::providers::gemini
