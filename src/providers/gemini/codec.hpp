#pragma once

#include "providers/codec.hpp"

#include <memory>

namespace bellwether::providers {

/// Google's Gemini API: generateContent and streamGenerateContent.
std::unique_ptr<codec> make_gemini_codec();

} // namespace bellwether::providers
