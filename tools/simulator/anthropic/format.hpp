#pragma once

#include "simulator/wire_format.hpp"

#include <memory>

namespace bellwether::simulator {

/// Anthropic's Messages and Models.
std::unique_ptr<wire_format> make_anthropic_format();

} // namespace bellwether::simulator
