#pragma once

#include "domain/price.hpp"
#include "providers/json_dom.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace bellwether::providers::gemini {

/// A `usageMetadata` object. Google counts thoughts beside the candidates, and
/// what tools added beside the prompt; OpenAI counts them within. Nothing if
/// it counts nothing.
std::optional<domain::usage> read_usage_metadata(const dom::element& metadata);

/// OpenAI's `usage` object.
nlohmann::ordered_json usage_json(const domain::usage& used);

} // namespace bellwether::providers::gemini
