#include "fuzz/stream_target.hpp"
#include "providers/gemini/codec.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's own name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  static const auto gemini = bellwether::providers::make_gemini_codec();
  return bellwether::fuzz::check_split(*gemini, bytes, size);
}
