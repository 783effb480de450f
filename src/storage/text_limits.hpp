#pragma once

#include <cstddef>
#include <string_view>

namespace bellwether::storage {

/// Bytes of a file that is read. A daemon with thousands of models needs half.
constexpr std::size_t most_text = std::size_t{64} << 20U;

/// Whether brackets outside strings nest deeper than `most`, so that no parser
/// need be asked to follow them. Any bytes may come.
bool nests_deeper(std::string_view json, std::size_t most);

} // namespace bellwether::storage
