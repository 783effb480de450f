#pragma once

#include "providers/codec.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::providers {

// What every endpoint of an OpenAI-type provider has in common.

std::vector<std::pair<std::string, std::string>> openai_headers(
    std::string_view api_key);

/// An answer that is not 2xx.
domain::failure classify_openai(const answer_head& head, std::string_view body);

/// Takes white space and a byte order mark off both ends: DeepSeek sends empty
/// lines while a request waits in its queue.
void trim_body(std::string& body);

} // namespace bellwether::providers
