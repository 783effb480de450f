#pragma once

#include <string>
#include <string_view>

namespace bellwether::settings {

// What texts of a sink must look like. The errors are ends of sentences, "" if
// nothing is wrong, and never show the text: it may be a secret.

/// Of a web hook's URL: over TLS, but for a machine of one's own.
std::string web_place_error(std::string_view url, bool allow_private);

/// Of a mail server: smtps://HOST:PORT or smtp://HOST:PORT.
std::string mail_server_error(std::string_view url);

/// "whsec_" and the base64 of 24 to 64 bytes, as Standard Webhooks 1.0 has it.
bool is_signing_secret(std::string_view text);

/// Bare, without a name: it goes into commands and headers as it stands.
bool is_mail_address(std::string_view text);

} // namespace bellwether::settings
