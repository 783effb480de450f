#pragma once

#include "surfaces/surface.hpp"

#include <string>

namespace bellwether::surfaces {

/// Appends the event with which OpenAI's unnamed streams end when they broke:
/// {"error": {...}} with the estimated usage in it, and no [DONE].
void append_openai_fault(const stream_fault& why, std::string& out);

} // namespace bellwether::surfaces
