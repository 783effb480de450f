#pragma once

#include "providers/openai/codec.hpp"

#include <string>
#include <vector>

namespace bellwether::providers::test {

/// Everything that a stream came to.
struct stream_run {
  std::vector<stream_event> events;
  std::optional<domain::failure> failed;
  std::optional<domain::usage> usage;
  bool complete = false;
};

/// Feeds the pieces to a decoder of `format` one by one, each dead after its
/// turn.
inline stream_run run_stream(const codec& format,
                             const std::vector<std::string>& pieces) {
  stream_run out;
  const auto decoder = format.decode_stream({});
  for (const auto& piece : pieces) {
    const std::string bytes(piece.data(), piece.size());
    out.failed = decoder->feed(bytes, out.events);
    if (out.failed)
      break;
  }
  if (!out.failed)
    out.failed = decoder->finish(out.events);
  out.usage = decoder->usage();
  out.complete = decoder->complete();
  return out;
}

inline stream_run run_stream(const std::vector<std::string>& pieces) {
  return run_stream(*make_openai_codec(), pieces);
}

/// How the stream failed, if it did.
inline std::optional<domain::failure_class> failure_of(const stream_run& run) {
  if (!run.failed)
    return std::nullopt;
  return run.failed->what;
}

/// "rcfu": a letter for the kind of each event.
inline std::string kinds(const stream_run& run) {
  std::string out;
  for (const auto& event : run.events)
    out += "rcfu"[static_cast<int>(event.what)];
  return out;
}

} // namespace bellwether::providers::test
