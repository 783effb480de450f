#include "alerts/web_address.hpp"

#include <algorithm>
#include <charconv>

namespace bellwether::alerts {

namespace {

bool is_blank_or_control(char c) {
  return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
}

/// The port behind the host; false if it is none.
bool read_port(std::string_view text, std::uint16_t& out) {
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, out);
  return read.ec == std::errc{} && read.ptr == end && out != 0;
}

/// "host", "host:8080", "[::1]:8080": false if it is none of these, or has a
/// user before the host, which hides which host it is.
bool read_authority(std::string_view text, web_address& out) {
  const bool bracketed = text.starts_with('[');
  const auto end = bracketed ? text.find(']') : text.find(':');
  if (text.find('@') != text.npos || (bracketed && end == text.npos))
    return false;
  const std::size_t bracket = bracketed ? 1 : 0;
  out.host = text.substr(bracket, end - bracket);
  if (out.host.empty() || out.host.find_first_of("[]") != out.host.npos)
    return false;
  if (end != text.npos)
    text.remove_prefix(end + bracket);
  else
    text = {};
  return text.empty()
         || (text.starts_with(':') && read_port(text.substr(1), out.port));
}

} // namespace

std::optional<web_address> parse_address(std::string_view url,
                                         const scheme_pair& schemes) {
  web_address out;
  if (std::ranges::any_of(url, is_blank_or_control))
    return std::nullopt;
  out.secure = url.starts_with(schemes.secure);
  if (!out.secure && !url.starts_with(schemes.plain))
    return std::nullopt;
  url.remove_prefix((out.secure ? schemes.secure : schemes.plain).size());
  out.port = out.secure ? schemes.secure_port : schemes.plain_port;
  const auto end = std::min(url.find_first_of("/?#"), url.size());
  const auto rest = url.substr(end, url.find('#') - end);
  out.target = (rest.starts_with('/') ? "" : "/") + std::string{rest};
  if (!read_authority(url.substr(0, end), out))
    return std::nullopt;
  return out;
}

} // namespace bellwether::alerts
