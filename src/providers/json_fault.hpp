#pragma once

#include <string>
#include <string_view>

namespace bellwether::providers {

/// What is wrong with text that is not JSON and roughly where, without quoting
/// any of it: "a string is not closed, at byte 41 (line 3)".
std::string describe_json_fault(std::string_view text);

} // namespace bellwether::providers
