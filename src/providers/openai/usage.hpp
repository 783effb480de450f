#pragma once

#include "domain/price.hpp"
#include "providers/json_dom.hpp"

#include <optional>

namespace bellwether::providers {

/// A `usage` object in OpenAI's shape with the additions of others: DeepSeek's
/// cache hits, and totals that count thinking which `completion_tokens` leaves
/// out (Gemini, xAI). Nothing if it counts nothing.
std::optional<domain::usage> read_usage(const dom::element& usage);

} // namespace bellwether::providers
