#pragma once

#include <string>
#include <string_view>

namespace bellwether::simulator {

/// `text` as a JSON string with its quotes; bytes that are not UTF-8 are
/// replaced.
std::string json_text(std::string_view text);

} // namespace bellwether::simulator
