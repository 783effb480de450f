#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bellwether::settings {

/// "did you mean `base_url`?", or "" if no known word is near.
std::string suggestion(std::string_view word,
                       const std::vector<std::string>& known);

/// "a, b or c".
std::string alternatives(const std::vector<std::string>& words);

} // namespace bellwether::settings
