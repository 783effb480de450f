#pragma once

#include "settings/settings.hpp"

#include <string>
#include <string_view>

namespace bellwether::settings {

/// What a provider of this kind is asked below its base URL, for messages:
/// "/chat/completions".
std::string_view added_path(provider_kind k);

/// What is wrong with a provider's base URL, as the end of a sentence, or "".
/// Allowed: http or https, a host, a port, a path that ends before what the
/// kind adds; no user, query, fragment.
std::string base_url_error(std::string_view url, provider_kind k);

/// Whether what is sent there can be read on the way: plain http to another
/// machine. For a valid base URL.
bool is_readable_on_the_way(std::string_view url);

/// Whether the URL's host is this machine. For a valid base URL.
bool is_on_this_machine(std::string_view url);

} // namespace bellwether::settings
