#include "settings/api_key.hpp"
#include "settings/sections.hpp"

#include <utility>

namespace bellwether::settings {

void read_admin(object_reader admin, const surroundings& around,
                settings& out) {
  auto key = read_api_key(
      admin, around, {"key_env", "key_file", "key", "BELLWETHER_ADMIN_KEY"});
  out.admin.key = std::move(key.value);
  out.admin.key_from = std::move(key.from);
  admin.flag("drills", out.admin.drills);
  const bool named =
      admin.has("key_env") || admin.has("key_file") || admin.has("key");
  if (out.admin.drills && !named)
    admin.refuse("drills",
                 "is true, but nobody may start one: name a key for "
                 "administration with key_env or key_file");
  if (!key.disabled.empty())
    out.notes.push_back(
        "nobody may administrate"
        + std::string{out.admin.drills ? ", or start a drill" : ""} + ": "
        + key.disabled);
}

} // namespace bellwether::settings
