#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bellwether::domain {

/// `text` if it has at most `max_bytes`; else its beginning with "..." at the
/// end, `max_bytes` in all, never cut within a UTF-8 character. `max_bytes`
/// is at least 3.
std::string clip(std::string_view text, std::size_t max_bytes);

} // namespace bellwether::domain
