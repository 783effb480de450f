#include "http/control/admin_gate.hpp"

#include <openssl/crypto.h>

#include <string_view>

namespace bellwether::http {

namespace {

/// What stands behind "Bearer"; "" if it is another scheme.
std::string_view bearer(std::string_view authorization) {
  constexpr std::string_view scheme = "Bearer ";
  if (!authorization.starts_with(scheme)
      && !authorization.starts_with("bearer "))
    return {};
  return authorization.substr(scheme.size());
}

/// Takes the same time whichever characters are wrong.
bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size()
         && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool is_json(std::string_view content_type) {
  const auto type = content_type.substr(0, content_type.find(';'));
  return type.substr(0, type.find_last_not_of(' ') + 1) == "application/json";
}

/// What stands between the configuration and the task; nothing if it is
/// allowed.
std::optional<control_error> disabled(const settings::admin_access& access,
                                      admin_task what) {
  const bool drill = what == admin_task::drill;
  if (!access.key.empty() && (access.drills || !drill))
    return std::nullopt;
  const std::string missing = drill && !access.drills
                                  ? "drills are switched off"
                                  : "there is no admin key";
  return control_error{
      403,
      missing
          + R"(; the daemon's configuration needs "admin": {"key_env": )"
            R"("BELLWETHER_ADMIN_KEY")"
          + (drill ? R"(, "drills": true)" : "")
          + "}, that variable in its environment, and a restart",
      drill ? "drills_disabled" : "admin_disabled"};
}

} // namespace

std::optional<control_error> refuse_change(const settings::admin_access& access,
                                           const credentials& of,
                                           admin_task what) {
  if (of.from_web_page)
    return control_error{403,
                         "requests from web pages (with an Origin header) "
                         "change nothing here; use `bellwether drill` or curl",
                         "origin_not_allowed"};
  if (auto error = disabled(access, what))
    return error;
  if (!same(bearer(of.authorization), access.key))
    return control_error{401,
                         "this needs the admin key (configured as "
                             + access.key_from
                             + "), sent as Authorization: Bearer KEY",
                         "invalid_admin_key"};
  if (!of.content_type.empty() && !is_json(of.content_type))
    return control_error{415, "the Content-Type must be application/json",
                         "unsupported_media_type"};
  return std::nullopt;
}

} // namespace bellwether::http
