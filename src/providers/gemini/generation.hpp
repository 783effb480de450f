#pragma once

#include "domain/failure.hpp"
#include "providers/codec.hpp"
#include "providers/conversation.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace bellwether::providers::gemini {

/// Writes how the answer is to be made as `generationConfig` of a request; the
/// answer's format only if `formatted`. What the model does not have is named
/// in `dropped`. A failure is unsupported: more than Gemini has a place for.
std::optional<domain::failure> write_generation(
    const conversation& talk, const target& to, bool formatted,
    nlohmann::ordered_json& request, std::vector<std::string>& dropped);

} // namespace bellwether::providers::gemini
