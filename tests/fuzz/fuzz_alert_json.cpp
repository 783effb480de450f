#include "fuzz/require.hpp"
#include "storage/alert_json.hpp"

#include <cstddef>
#include <cstdint>

/// Whatever lies in a file of alerts, what is read from it can be kept.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's own name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  using namespace bellwether::storage;
  using bellwether::fuzz::require;
  const std::string_view text{reinterpret_cast<const char*>(bytes), size};
  if (const auto alert = read_alert(text))
    require(read_alert(write_alert(*alert)) == alert);
  if (const auto message = read_message(text))
    require(read_message(write_message(*message)) == message);
  if (const auto folded = read_folded(text))
    require(read_folded(write_folded(*folded)) == folded);
  return 0;
}
