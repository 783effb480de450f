#pragma once

#include "simulator/wire_format.hpp"

#include <memory>

namespace bellwether::simulator {

/// Chat Completions and Models of the OpenAI API.
std::unique_ptr<wire_format> make_openai_format();

} // namespace bellwether::simulator
