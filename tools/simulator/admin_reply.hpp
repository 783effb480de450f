#pragma once

#include "simulator/provider.hpp"
#include "simulator/vendor.hpp"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string_view>
#include <vector>

namespace bellwether::simulator {

using provider_list = std::vector<std::unique_ptr<provider>>;

/// An answer of the admin interface.
http_reply with_json(int status, const nlohmann::json& body);

/// {"error": {"field", "message"}}.
http_reply refused(int status, std::string_view message,
                   std::string_view field = {});

/// The provider of that name, or null.
provider* find(provider_list& all, std::string_view name);

} // namespace bellwether::simulator
