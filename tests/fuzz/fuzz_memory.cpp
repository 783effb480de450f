#include "fuzz/require.hpp"
#include "storage/memory.hpp"

#include <cstddef>
#include <cstdint>

/// Whatever lies in a state folder, what is taken up from it can be kept.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's own name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  using namespace bellwether::storage;
  using bellwether::fuzz::require;
  using namespace std::chrono_literals;
  // The seeds were written at that time.
  const moment now{std::chrono::steady_clock::time_point{24h},
                   std::chrono::system_clock::time_point{498'708h + 250ms}};
  const auto read =
      read_memory({reinterpret_cast<const char*>(bytes), size}, now, 1h);
  const auto again = read_memory(write_memory(read.what, now), now, 1h);
  require(again.problem.empty());
  require(again.what == read.what);
  return 0;
}
