#pragma once

#include "providers/codec.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::providers::gemini {

/// The headers of every request to the Gemini API. The key is never part of an
/// address, where logs would show it.
std::vector<std::pair<std::string, std::string>> request_headers(
    std::string_view api_key);

/// A 2xx answer's body without what surrounds its JSON.
std::string_view trimmed_body(std::string_view body);

/// An answer that is not 2xx.
domain::failure failed_answer(const answer_head& head, std::string_view body);

} // namespace bellwether::providers::gemini
