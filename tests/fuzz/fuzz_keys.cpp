#include "fuzz/require.hpp"
#include "storage/key_file.hpp"

#include <cstddef>
#include <cstdint>

/// Whatever lies in a state folder, the keys read from it can be written and
/// read again, and whatever is wrong with it is said.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's own name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  using namespace bellwether::storage;
  using bellwether::fuzz::require;
  const auto read = read_keys({reinterpret_cast<const char*>(bytes), size});
  if (const auto* why = std::get_if<std::string>(&read))
    require(!why->empty());
  else
    require(read_keys(write_keys(std::get<0>(read))) == read);
  return 0;
}
