#pragma once

#include "sinks/objections.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace bellwether::sinks {

/// Checks a list of blocks, at most 50; what is wrong is refused with
/// "invalid_blocks". Mentions in their texts are added to `mentions`.
void check_blocks(const nlohmann::json& blocks, const std::string& path,
                  objections& out, std::vector<std::string>& mentions);

} // namespace bellwether::sinks
