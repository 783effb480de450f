#include "settings/sink_texts.hpp"

#include "settings/base_url.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace bellwether::settings {

namespace {

constexpr std::size_t least_secret = 24;
constexpr std::size_t most_secret = 64;

bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return c > 0x20 && c < 0x7f && c != '"' && c != '\\';
  });
}

std::string place_error(std::string_view url, std::string_view plain,
                        std::string_view secure) {
  const auto scheme = url.starts_with(secure)  ? secure
                      : url.starts_with(plain) ? plain
                                               : std::string_view{};
  if (scheme.empty())
    return "must start with " + std::string{secure};
  const auto rest = url.substr(scheme.size());
  const auto authority = rest.substr(0, rest.find_first_of("/?#"));
  if (!is_plain(url) || authority.empty() || authority.starts_with(':'))
    return "must name a host, and hold no blanks, quotes or control characters";
  if (authority.find('@') != authority.npos)
    return "must hold no user or password before the host";
  if (url.find('#') != url.npos)
    return "must hold no fragment";
  return "";
}

/// Bytes that base64 text stands for; nothing if it is none.
std::optional<std::size_t> base64_bytes(std::string_view text) {
  const auto padding = text.ends_with("==")  ? 2U
                       : text.ends_with('=') ? 1U
                                             : 0U;
  const auto digits = text.substr(0, text.size() - padding);
  const bool good =
      text.size() % 4 == 0 && std::ranges::all_of(digits, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
               || (c >= '0' && c <= '9') || c == '+' || c == '/';
      });
  if (!good)
    return std::nullopt;
  return text.size() / 4 * 3 - padding;
}

} // namespace

std::string web_place_error(std::string_view url, bool allow_private) {
  auto error = place_error(url, "http://", "https://");
  if (error.empty() && !allow_private && is_readable_on_the_way(url))
    error =
        "must start with https://, or the sink must have "
        "allow_private_addresses";
  return error;
}

std::string mail_server_error(std::string_view url) {
  auto error = place_error(url, "smtp://", "smtps://");
  if (error.starts_with("must start"))
    error += " or smtp://";
  return error;
}

bool is_signing_secret(std::string_view text) {
  constexpr std::string_view prefix = "whsec_";
  if (!text.starts_with(prefix))
    return false;
  const auto bytes = base64_bytes(text.substr(prefix.size()));
  return bytes && *bytes >= least_secret && *bytes <= most_secret;
}

bool is_mail_address(std::string_view text) {
  const auto at = text.find('@');
  return at != 0 && at != text.npos && at + 1 < text.size() && is_plain(text)
         && text.find_first_of("<>,;()") == text.npos;
}

} // namespace bellwether::settings
