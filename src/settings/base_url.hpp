#pragma once

#include <string>
#include <string_view>

namespace bellwether::settings {

/// What is wrong with a provider's base URL, as the end of a sentence, or "".
/// Allowed: http or https, a host, a port, a path; no user, query, fragment.
std::string base_url_error(std::string_view url);

/// Whether what is sent there can be read on the way: plain http to another
/// machine. For a valid base URL.
bool is_readable_on_the_way(std::string_view url);

/// Whether the URL's host is this machine. For a valid base URL.
bool is_on_this_machine(std::string_view url);

} // namespace bellwether::settings
