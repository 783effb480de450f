#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::alerts {

/// The value of `webhook-signature` by Standard Webhooks 1.0: one "v1,..." for
/// each secret ("whsec_" and base64), with blanks between. `seconds`: since
/// 1970, as in `webhook-timestamp`. "" without secrets; one that cannot be read
/// signs nothing.
std::string sign(const std::vector<std::string>& secrets, std::string_view id,
                 std::int64_t seconds, std::string_view body);

/// Base64 with padding.
std::string base64(std::string_view bytes);

} // namespace bellwether::alerts
