#pragma once

#include "actors/messages.hpp"
#include "http/control/exposition.hpp"

#include <vector>

namespace bellwether::http {

/// The families about providers and their models: states, slots, counts, and
/// what is left of rate limits.
void write_providers(exposition& out,
                     const std::vector<actors::provider_report>& providers);

} // namespace bellwether::http
