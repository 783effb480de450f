#pragma once

#include "http/control/control_error.hpp"
#include "settings/settings.hpp"

#include <optional>
#include <string>

namespace bellwether::http {

/// What a request that wants to change something brings along; "" = nothing.
struct credentials {
  std::string authorization;
  std::string content_type;
  bool from_web_page = false; ///< it has an Origin
};

/// Why such a request is not for drills, with the remedy; nothing if it is
/// good. A request whose key is not right learns nothing else.
std::optional<control_error> refuse_drill(const settings::admin_access& access,
                                          const credentials& of);

} // namespace bellwether::http
