#include "simulator/session.hpp"

#include "simulator/behavior_json.hpp"
#include "simulator/exchange.hpp"
#include "simulator/provider.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace bellwether::simulator {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

using parser = http::request_parser<http::string_body>;
constexpr std::uint32_t most_head_bytes = 64 * 1024;
constexpr std::uint64_t most_body_bytes = 64ULL * 1024 * 1024;

/// Everything but the last characters of a key, and the scheme before it.
std::string without_secret(std::string_view value) {
  const auto space = value.find(' ');
  if (space == std::string_view::npos) {
    return masked(value);
  }
  return std::string{value.substr(0, space + 1)}
         + masked(value.substr(space + 1));
}

bool is_secret(std::string_view name) {
  return beast::iequals(name, "authorization")
         || beast::iequals(name, "x-api-key")
         || beast::iequals(name, "x-goog-api-key")
         || beast::iequals(name, "cookie");
}

client_keys keys_in(const http::request<http::string_body>& message) {
  constexpr std::string_view bearer = "bearer ";
  client_keys keys;
  const std::string_view authorization = message[http::field::authorization];
  if (authorization.size() > bearer.size()
      && beast::iequals(authorization.substr(0, bearer.size()), bearer)) {
    keys.bearer = authorization.substr(bearer.size());
  }
  keys.x_api_key = message["x-api-key"];
  keys.x_goog_api_key = message["x-goog-api-key"];
  return keys;
}

received_request take(http::request<http::string_body>&& message) {
  received_request r;
  r.method = message.method_string();
  r.path = message.target();
  r.keep_alive = message.keep_alive();
  r.keys = keys_in(message);
  r.anthropic_version = message["anthropic-version"];
  for (const auto& field : message) {
    const std::string_view name = field.name_string();
    const std::string_view value = field.value();
    r.headers.emplace_back(
        name, is_secret(name) ? without_secret(value) : std::string{value});
  }
  std::ranges::for_each(r.headers, [](auto& header) {
    std::ranges::transform(header.first, header.first.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
  });
  r.body = std::move(message.body());
  return r;
}

/// The next request; false at the end of the connection.
asio::awaitable<bool> read_request(connection& c, beast::flat_buffer& buffer,
                                   parser& p) {
  p.header_limit(most_head_bytes);
  p.body_limit(most_body_bytes);
  auto [head_error, head_bytes] = co_await http::async_read_header(
      c.socket(), buffer, p, asio::as_tuple(asio::use_awaitable));
  if (head_error) {
    co_return false;
  }
  if (beast::iequals(p.get()[http::field::expect], "100-continue")
      && !co_await c.send("HTTP/1.1 100 Continue\r\n\r\n")) {
    co_return false;
  }
  auto [error, bytes] = co_await http::async_read(
      c.socket(), buffer, p, asio::as_tuple(asio::use_awaitable));
  co_return !error;
}

} // namespace

asio::awaitable<void> serve(std::shared_ptr<connection> c, provider& p) {
  beast::flat_buffer buffer;
  for (bool more = true; more;) {
    parser request;
    if (!co_await read_request(*c, buffer, request)) {
      break;
    }
    exchange e{*c, p, take(request.release())};
    more = co_await e.run();
  }
  c->close();
}

} // namespace bellwether::simulator
