#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bellwether::domain {

/// The entry of `known` that `word` was probably meant to be, or "" if none is
/// near. Ignores case; a swap of neighbours counts as one slip. Equally near
/// ones: the first.
std::string nearest(std::string_view word,
                    const std::vector<std::string>& known);

} // namespace bellwether::domain
