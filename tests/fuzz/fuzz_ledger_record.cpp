#include "fuzz/require.hpp"
#include "storage/journal_format.hpp"
#include "storage/ledger_record.hpp"

#include <cstddef>
#include <cstdint>

/// Any bytes are a record with this very spelling, or none; and looked through
/// as a journal's segment, what is found lies within them.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's own name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  using namespace bellwether::storage;
  using bellwether::fuzz::require;
  const std::string_view text{reinterpret_cast<const char*>(bytes), size};
  if (const auto record = decode(text))
    require(encode(*record) == text);
  const auto found = look_through(text);
  require(found.first <= found.last);
  for (const auto& hole : found.holes)
    require(hole.from < hole.to && hole.to <= size);
  return 0;
}
