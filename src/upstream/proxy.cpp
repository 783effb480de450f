#include "upstream/proxy.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <vector>

namespace bellwether::upstream {

namespace {

namespace ip = boost::asio::ip;
using boost::system::error_code;

constexpr std::uint16_t default_proxy_port = 80;

std::string percent_decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    const auto hex = text.substr(i + 1, 2);
    const auto* end = hex.data() + hex.size();
    if (text[i] == '%' && hex.size() == 2
        && std::from_chars(hex.data(), end, value, 16).ptr == end) {
      result += static_cast<char>(value);
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

std::string base64(std::string_view text) {
  std::vector<unsigned char> in(text.begin(), text.end());
  std::vector<unsigned char> out((text.size() + 2) / 3 * 4 + 1);
  const int size =
      EVP_EncodeBlock(out.data(), in.data(), static_cast<int>(in.size()));
  return {out.begin(), out.begin() + size};
}

bool is_loopback(const std::string& host) {
  error_code ec;
  const auto address = ip::make_address(host, ec);
  if (!ec)
    return address.is_loopback();
  return host == "localhost" || host.ends_with(".localhost");
}

bool in_network(const std::string& network, const std::string& host) {
  error_code ec;
  const auto address = ip::make_address(host, ec);
  if (ec)
    return false;
  if (address.is_v4()) {
    const auto net = ip::make_network_v4(network, ec);
    return !ec
           && ip::network_v4(address.to_v4(), net.prefix_length()).canonical()
                  == net.canonical();
  }
  const auto net = ip::make_network_v6(network, ec);
  return !ec
         && ip::network_v6(address.to_v6(), net.prefix_length()).canonical()
                == net.canonical();
}

bool covers_name(std::string_view name, const std::string& host) {
  if (name.starts_with('.'))
    name.remove_prefix(1);
  if (!host.ends_with(name))
    return false;
  return host.size() == name.size()
         || host[host.size() - name.size() - 1] == '.';
}

bool covers(std::string_view entry, const origin& to) {
  if (entry == "*")
    return true;
  if (entry.find('/') != std::string_view::npos)
    return in_network(std::string(entry), to.host);
  error_code ec;
  const auto plain = ip::make_address(std::string(entry), ec);
  if (!ec)
    return ip::make_address(to.host, ec) == plain && !ec;
  while (entry.starts_with('*') || entry.starts_with('.'))
    entry.remove_prefix(1);
  const auto where = parse_host_port(entry);
  return where && where->port.value_or(to.port) == to.port
         && covers_name(where->host, to.host);
}

std::string variable(std::string name) {
  const char* upper = std::getenv(name.c_str());
  std::transform(name.begin(), name.end(), name.begin(), [](char c) {
    return c == '_' ? c : static_cast<char>(c - 'A' + 'a');
  });
  const char* lower = std::getenv(name.c_str());
  if (lower != nullptr && *lower != '\0')
    return lower;
  return upper == nullptr ? "" : upper;
}

} // namespace

std::optional<proxy> parse_proxy_url(std::string_view url) {
  constexpr std::string_view separator = "://";
  if (const auto at = url.find(separator); at != std::string_view::npos) {
    const auto scheme = url.substr(0, at);
    if (scheme != "http" && scheme != "HTTP")
      return std::nullopt;
    url.remove_prefix(at + separator.size());
  }
  while (url.ends_with('/'))
    url.remove_suffix(1);
  proxy result;
  if (const auto at = url.rfind('@'); at != std::string_view::npos) {
    auto user = percent_decoded(url.substr(0, at));
    if (user.find(':') == std::string::npos)
      user += ':';
    result.authorization.append("Basic ").append(base64(user));
    url.remove_prefix(at + 1);
  }
  auto where = parse_host_port(url);
  if (!where)
    return std::nullopt;
  result.host = std::move(where->host);
  result.port = where->port.value_or(default_proxy_port);
  return result;
}

bool bypasses_proxy(std::string_view no_proxy, const origin& to) {
  constexpr std::string_view between = ", \t";
  while (!no_proxy.empty()) {
    const auto end = std::min(no_proxy.find_first_of(between), no_proxy.size());
    if (end > 0 && covers(no_proxy.substr(0, end), to))
      return true;
    no_proxy.remove_prefix(std::min(end + 1, no_proxy.size()));
  }
  return false;
}

std::optional<proxy> proxy_from_environment(const origin& to) {
  if (is_loopback(to.host) || bypasses_proxy(variable("NO_PROXY"), to))
    return std::nullopt;
  auto url = variable(to.tls ? "HTTPS_PROXY" : "HTTP_PROXY");
  if (url.empty())
    url = variable("ALL_PROXY");
  return parse_proxy_url(url);
}

} // namespace bellwether::upstream
