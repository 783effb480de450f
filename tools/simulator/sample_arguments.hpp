#pragma once

#include <string>
#include <string_view>

namespace bellwether::simulator {

/// Arguments that fit a tool's JSON Schema: a value for each required property
/// of an object, the first of an enum, and so on. "{}" when there is no schema
/// or it is not understood.
std::string sample_arguments(std::string_view schema);

} // namespace bellwether::simulator
