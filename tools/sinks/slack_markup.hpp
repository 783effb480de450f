#pragma once

#include "sinks/objections.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bellwether::sinks {

/// Reads a text in Slack's markup: flags `&`, `<` and `>` that should have been
/// written as entities, and returns the mentions, such as "!channel".
std::vector<std::string> read_markup(std::string_view text,
                                     const std::string& path, objections& out);

} // namespace bellwether::sinks
