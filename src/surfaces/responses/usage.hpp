#pragma once

#include "domain/price.hpp"

#include <string>

namespace bellwether::surfaces {

/// A response's `usage`. `estimated` marks counts that nobody reported.
std::string write_usage(const domain::usage& used, bool estimated);

} // namespace bellwether::surfaces
