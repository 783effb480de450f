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
  auto authority = url.substr(0, end);
  const auto rest = url.substr(end, url.find('#') - end);
  out.target = (rest.starts_with('/') ? "" : "/") + std::string{rest};
  // A user before the host hides which host it is.
  if (authority.find('@') != authority.npos)
    return std::nullopt;
  const bool bracketed = authority.starts_with('[');
  const auto host_end = bracketed ? authority.find(']') : authority.find(':');
  if (bracketed && host_end == authority.npos)
    return std::nullopt;
  out.host =
      authority.substr(bracketed ? 1 : 0, host_end - (bracketed ? 1 : 0));
  authority.remove_prefix(
      std::min(authority.size(), host_end == authority.npos
                                     ? authority.size()
                                     : host_end + (bracketed ? 1 : 0)));
  const bool bad_port = !authority.empty()
                        && (!authority.starts_with(':')
                            || !read_port(authority.substr(1), out.port));
  if (out.host.empty() || out.host.find_first_of("[]") != out.host.npos
      || bad_port)
    return std::nullopt;
  return out;
}

} // namespace bellwether::alerts
