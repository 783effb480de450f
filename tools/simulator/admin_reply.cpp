#include "simulator/admin_reply.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace bellwether::simulator {

using nlohmann::json;

http_reply with_json(int status, const json& body) {
  return {status, "content-type: application/json\r\n",
          body.dump(-1, ' ', false, json::error_handler_t::replace) + "\n"};
}

http_reply refused(int status, std::string_view message,
                   std::string_view field) {
  return with_json(status,
                   {{"error", {{"field", field}, {"message", message}}}});
}

provider* find(provider_list& all, std::string_view name) {
  const auto at = std::ranges::find_if(
      all, [name](const auto& p) { return p->name() == name; });
  return at == all.end() ? nullptr : at->get();
}

} // namespace bellwether::simulator
