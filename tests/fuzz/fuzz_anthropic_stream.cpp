#include "fuzz/stream_target.hpp"
#include "providers/anthropic/codec.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's own name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  static const auto anthropic = bellwether::providers::make_anthropic_codec();
  return bellwether::fuzz::check_split(*anthropic, bytes, size);
}
