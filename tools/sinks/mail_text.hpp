#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bellwether::sinks {

/// What an SMTP server of the strict sort has against a mail: lines that are
/// too long or end otherwise than in CRLF, bytes that are no ASCII, headers
/// that RFC 5322 demands.
std::vector<std::string> check_mail(std::string_view raw);

/// A header's value, unfolded; "" if there is none. `name` as it is written.
std::string mail_header(std::string_view raw, std::string_view name);

/// The mail's first part, decoded if it is base64, or all that follows the
/// headers.
std::string mail_body(std::string_view raw);

} // namespace bellwether::sinks
