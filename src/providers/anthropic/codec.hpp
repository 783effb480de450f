#pragma once

#include "providers/codec.hpp"

#include <memory>

namespace bellwether::providers {

/// Anthropic's Messages API, version 2023-06-01 unless a header of the
/// settings says otherwise.
std::unique_ptr<codec> make_anthropic_codec();

} // namespace bellwether::providers
