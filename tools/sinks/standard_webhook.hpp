#pragma once

#include "sinks/request.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bellwether::sinks {

/// The key that a "whsec_..." secret stands for; none unless it is base64 of
/// 24 to 64 bytes.
std::optional<std::string> webhook_key(const std::string& secret);

/// What a Standard Webhooks receiver answers to a request. A signature must be
/// by one of `keys`; without keys none is asked for. Notes: "id", "timestamp",
/// and "signed_by", the numbers of the keys whose signatures came.
finding check_webhook(const request& r, const std::vector<std::string>& keys,
                      std::chrono::system_clock::time_point now);

} // namespace bellwether::sinks
