#pragma once

#include "http/control/control_error.hpp"
#include "settings/settings.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace bellwether::http {

/// What a request that wants to change something brings along; "" = nothing.
struct credentials {
  std::string authorization;
  std::string content_type;
  bool from_web_page = false; ///< it has an Origin
};

/// What it wants to change.
enum class admin_task : std::uint8_t {
  drill,  ///< needs `drills` as well
  budget, ///< needs the key alone
  alerts, ///< the same
};

/// Why such a request may not, with the remedy; nothing if it may. A request
/// whose key is not right learns nothing else.
std::optional<control_error> refuse_change(const settings::admin_access& access,
                                           const credentials& of,
                                           admin_task what);

} // namespace bellwether::http
