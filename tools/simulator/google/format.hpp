#pragma once

#include "simulator/wire_format.hpp"

#include <memory>

namespace bellwether::simulator {

/// Gemini's own generateContent, embedContent and models.
std::unique_ptr<wire_format> make_gemini_format();

} // namespace bellwether::simulator
