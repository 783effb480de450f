#include "providers/openai_codec.hpp"

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace bellwether;
using namespace bellwether::providers;

namespace {

struct outcome {
  std::vector<stream_event> events;
  std::optional<domain::failure> failed;
  bool complete = false;
};

outcome decode(const codec& openai, const std::vector<std::string>& pieces) {
  outcome out;
  const auto decoder = openai.decode_stream();
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

std::optional<domain::failure_class> class_of(const outcome& run) {
  if (!run.failed)
    return std::nullopt;
  return run.failed->what;
}

void require(bool holds) {
  if (!holds)
    std::abort();
}

} // namespace

// The first byte says where the rest is cut: whole and in two pieces it must
// come to the same.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's own name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  static const auto openai = make_openai_codec();
  if (size == 0)
    return 0;
  const std::string text(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  const auto cut = text.size() * bytes[0] / 255;
  const auto whole = decode(*openai, {text});
  const auto split = decode(*openai, {text.substr(0, cut), text.substr(cut)});
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
