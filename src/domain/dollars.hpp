#pragma once

#include "domain/money.hpp"

#include <string>

namespace bellwether::domain {

/// For sentences that people read: "$1,000.00", "-$0.50"; below a dollar with
/// three digits that count, "$0.0000126".
std::string in_dollars(money amount);

} // namespace bellwether::domain
