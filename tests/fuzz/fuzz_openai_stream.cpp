#include "fuzz/stream_target.hpp"
#include "providers/openai/codec.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's own name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  using namespace bellwether;
  using providers::openai_dialect;
  static const auto strict =
      providers::make_openai_codec(openai_dialect::openai);
  static const auto lenient =
      providers::make_openai_codec(openai_dialect::compatible);
  fuzz::check_split(*strict, bytes, size);
  return fuzz::check_split(*lenient, bytes, size);
}
