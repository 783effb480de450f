#include "settings/load.hpp"
#include "settings/summary.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

/// Whatever a configuration says, loading it ends in settings or in problems.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  namespace settings = bellwether::settings;
  const std::string text{data, data + size};
  const auto nothing_set =
      [](const std::string&) -> std::optional<std::string> {
    return {};
  };
  const auto loaded = settings::load_text(text, "/nonexistent", nothing_set);
  if (const auto* read = std::get_if<settings::settings>(&loaded)) {
    if (settings::summarize(*read).empty() || read->providers.empty())
      std::abort();
  } else if (std::get<1>(loaded).empty())
    std::abort();
  return 0;
}
