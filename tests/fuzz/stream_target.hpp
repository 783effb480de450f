#pragma once

#include "fuzz/require.hpp"
#include "providers/codec.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::fuzz {

struct outcome {
  std::vector<providers::stream_event> events;
  std::optional<domain::failure> failed;
  bool complete = false;
};

inline outcome decode(const providers::codec& format,
                      const std::vector<std::string>& pieces) {
  outcome out;
  const auto decoder = format.decode_stream({});
  for (const auto& piece : pieces) {
    const std::string bytes(piece.data(), piece.size());
    if (!out.failed)
      out.failed = decoder->feed(bytes, out.events);
  }
  if (!out.failed)
    out.failed = decoder->finish(out.events);
  out.complete = decoder->complete();
  return out;
}

inline std::optional<domain::failure_class> class_of(const outcome& run) {
  if (!run.failed)
    return std::nullopt;
  return run.failed->what;
}

/// Decodes a stream whole and in two pieces, which must come to the same. The
/// first byte says where it is cut.
inline int check_split(const providers::codec& format,
                       const std::uint8_t* bytes, std::size_t size) {
  if (size == 0)
    return 0;
  const std::string text(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  const auto cut = text.size() * bytes[0] / 255;
  const auto whole = decode(format, {text});
  const auto split = decode(format, {text.substr(0, cut), text.substr(cut)});
  require(whole.complete == split.complete);
  require(class_of(whole) == class_of(split));
  require(!whole.failed || !whole.complete);
  require(whole.events.size() == split.events.size());
  for (std::size_t i = 0; i < whole.events.size(); ++i) {
    require(whole.events[i].json == split.events[i].json);
    require(whole.events[i].what == split.events[i].what);
    require(whole.events[i].json.find_first_of("\r\n") == std::string::npos);
  }
  return 0;
}

} // namespace bellwether::fuzz
