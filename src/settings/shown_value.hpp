#pragma once

#include <string>
#include <string_view>

namespace bellwether::settings {

struct node;

/// The text in quotes, cut if it is long, its control characters escaped. A
/// text that looks like a key or a token is not shown: people paste them into
/// the wrong place.
std::string shown(std::string_view text);

/// The same for any value; lists and objects are only named.
std::string shown(const node& value);

/// A key as part of a path: without control characters, and not endless.
std::string shown_key(std::string_view key);

/// "a list", "a text": what a value is.
std::string_view kind_name(const node& value);

} // namespace bellwether::settings
