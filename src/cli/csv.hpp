#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace bellwether::cli {

/// The members of that names as a line of CSV (RFC 4180); of an amount
/// ("..._exact" stands beside it) all nine decimals. A name that is not there,
/// and null, are empty; an object is written as JSON.
std::string csv_line(const nlohmann::ordered_json& of,
                     const std::vector<std::string>& names);

/// The names themselves.
std::string csv_head(const std::vector<std::string>& names);

} // namespace bellwether::cli
