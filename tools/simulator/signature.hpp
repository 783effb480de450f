#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bellwether::simulator {

/// The signature of `text` by all providers of a simulator with that seed.
std::string sign(std::uint64_t seed, std::string_view text);

/// A signature that stands for itself, such as Gemini's for a thought that is
/// not shown. `nonce` makes it different from others.
std::string opaque_signature(std::uint64_t seed, std::uint64_t nonce);

/// Whether opaque_signature() with that seed made it.
bool is_opaque_signature(std::uint64_t seed, std::string_view signature);

} // namespace bellwether::simulator
