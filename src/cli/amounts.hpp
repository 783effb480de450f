#pragma once

#include "domain/money.hpp"

#include <string>
#include <string_view>

namespace bellwether::cli {

/// An amount with all its decimals, as the control plane writes it beside the
/// number: "0.000012600"; 0 for what is no amount.
domain::money read_amount(std::string_view text);

/// With how many decimals amounts are shown whose sum is `total`: two for large
/// ones, six for tiny ones.
int decimals_for(domain::money total);

/// "$1,234.50"; "<$0.01" for what would look like nothing.
std::string dollars_text(domain::money amount, int decimals);

/// "12.3 %"; "-" if there is no whole.
std::string percent_text(domain::money part, domain::money whole);

} // namespace bellwether::cli
