#pragma once

#include "settings/settings.hpp"

#include <string>
#include <string_view>

namespace bellwether::settings {

/// What is wrong with the name of an extra header, as the end of a sentence,
/// or "". Headers that frame a message or carry the kind's key are not allowed.
std::string header_name_error(std::string_view name, provider_kind k);

/// The same for its value, which is never shown.
std::string header_value_error(std::string_view value);

} // namespace bellwether::settings
